import { Label } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useText } from '../../messages/use-text.ts';

/** A file as the API takes it. */
export interface AttachedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

const filesMax = 3;
const bytesMax = 200 * 1024;
const mediaTypes = 'application/pdf,image/jpeg,image/png,text/plain';

const read = (file: File): Promise<AttachedFile> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const [, content = ''] = String(reader.result).split(',');
      resolve({ name: file.name, mediaType: file.type, content });
    };
    reader.onerror = () => reject(new Error('the browser could not read the file'));
    reader.readAsDataURL(file);
  });

/** Up to three small files beside a comment; what is too large is said before it is sent. */
export function Attachments({ change }: { readonly change: (files: readonly AttachedFile[]) => void }) {
  const text = useText();
  const [tooMuch, setTooMuch] = useState(false);
  return (
    <>
      <Label htmlFor="attach" hint={text('attachments.hint')}>
        {text('attachments.label')}
      </Label>
      <input
        className="usa-input maxw-full"
        type="file"
        id="attach"
        name="attach"
        multiple
        accept={mediaTypes}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          const fits = files.length <= filesMax && files.every(({ size }) => size <= bytesMax);
          setTooMuch(!fits);
          if (fits) void Promise.all(files.map(read)).then(change);
          else change([]);
        }}
      />
      {tooMuch && <p role="alert">{text('attachments.too-much')}</p>}
    </>
  );
}
