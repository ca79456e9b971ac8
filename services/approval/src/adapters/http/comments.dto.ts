import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBase64,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import {
  attachmentBytesMax,
  attachmentMediaTypes,
  attachmentsMax,
  type AttachmentMediaType,
} from '../../application/attachments.js';
import { textLengthMax } from './approval-tasks.dto.js';

const base64LengthMax = Math.ceil(attachmentBytesMax / 3) * 4 + 4;

export class AttachmentBody {
  @ApiProperty({ description: 'The file’s name, without a path.' })
  @IsString()
  @MaxLength(200)
  @Matches(/^[^\p{Cc}/\\]+$/u, { message: '$property must be a file’s name, without a path' })
  name!: string;

  @ApiProperty({ enum: attachmentMediaTypes })
  @IsIn(attachmentMediaTypes)
  mediaType!: AttachmentMediaType;

  @ApiProperty({ format: 'byte', description: `Base64 of at most ${attachmentBytesMax} bytes.` })
  @IsBase64()
  @MaxLength(base64LengthMax)
  content!: string;
}

export class CommentBody {
  @ApiProperty()
  @IsString()
  @MaxLength(textLengthMax)
  comment!: string;

  @ApiPropertyOptional({ type: [AttachmentBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(attachmentsMax)
  @ValidateNested({ each: true })
  @Type(() => AttachmentBody)
  attachments?: AttachmentBody[];
}
