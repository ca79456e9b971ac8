import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { PeopleReader, PersonDetails, PlaceDetails } from '@sightline/contracts';
import { ClientsOnly } from '@sightline/service-kit';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { PEOPLE_READER } from './directory-tokens.js';
import { IsPlainText } from './plain-text.js';

const idsMax = 5_000;

class PeopleLookup {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(idsMax)
  @IsUUID('all', { each: true })
  ids?: string[];

  @IsOptional()
  @IsString()
  @MaxLength(320)
  @IsPlainText()
  login?: string;
}

class PeopleSearch {
  @IsString()
  @MaxLength(100)
  @IsPlainText()
  text!: string;

  @IsInt()
  @Min(1)
  @Max(200)
  limit!: number;
}

class PlacesLookup {
  @IsArray()
  @ArrayMaxSize(idsMax)
  @IsUUID('all', { each: true })
  ids!: string[];
}

/** Personal data for the other services at the moment of use; the public entrance does not pass these addresses on. */
@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1')
export class InternalPeopleController {
  constructor(@Inject(PEOPLE_READER) private readonly reader: PeopleReader) {}

  @Post('people')
  @HttpCode(200)
  async people(@Body() lookup: PeopleLookup): Promise<{ items: PersonDetails[] }> {
    const byId = lookup.ids ? [...(await this.reader.people(lookup.ids)).values()] : [];
    const byLogin = lookup.login === undefined ? undefined : await this.reader.find(lookup.login);
    return { items: byLogin ? [...byId, byLogin] : byId };
  }

  @Post('people/search')
  @HttpCode(200)
  async search(@Body() search: PeopleSearch): Promise<{ items: readonly PersonDetails[] }> {
    return { items: await this.reader.search(search.text, search.limit) };
  }

  @Post('places')
  @HttpCode(200)
  async places(@Body() lookup: PlacesLookup): Promise<{ items: PlaceDetails[] }> {
    return { items: [...(await this.reader.places(lookup.ids)).values()] };
  }
}
