import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { RequestWords, RequestWordsReader } from '@sightline/contracts';
import { ClientsOnly } from '@sightline/service-kit';
import { ArrayMaxSize, IsArray, IsUUID } from 'class-validator';
import { REQUEST_WORDS } from './exception-request-tokens.js';

class WordsLookup {
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  ids!: string[];
}

/** Written words for the other services at the moment of use; the public entrance does not pass this address on. */
@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1')
export class InternalWordsController {
  constructor(@Inject(REQUEST_WORDS) private readonly reader: RequestWordsReader) {}

  @Post('request-words')
  @HttpCode(200)
  async words(@Body() { ids }: WordsLookup): Promise<{ items: RequestWords[] }> {
    return { items: [...(await this.reader.requestWords(ids)).values()] };
  }
}
