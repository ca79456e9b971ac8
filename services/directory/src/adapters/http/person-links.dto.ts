import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { IsPlainText } from './plain-text.js';

export class PersonLinkBody {
  @ApiProperty({ description: 'The record under which the person is known, by id or sourcedId.' })
  @IsString()
  @Length(1, 255)
  @IsPlainText()
  person!: string;

  @ApiProperty({ description: 'Another record of the same natural person, by id or sourcedId.' })
  @IsString()
  @Length(1, 255)
  @IsPlainText()
  linked!: string;
}
