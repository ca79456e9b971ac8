/** COPY's text form: a backslash stands twice; nothing else of a JSON text is escaped. */
const unescaped = (line) => (line.includes('\\') ? line.replaceAll('\\\\', '\\') : line);

/** What `COPY … TO STDOUT` sends, row by row, without the driver building rows. */
export async function copyLines(pool, statement, onLine) {
  const client = await pool.connect();
  try {
    await new Promise((resolve, reject) => {
      let failure;
      const copy = {
        submit: (connection) => connection.query(statement),
        handleCopyData: ({ chunk }) => onLine(unescaped(chunk.toString('utf8').trimEnd())),
        handleCommandComplete: () => undefined,
        handleError: (error) => {
          failure = error;
          reject(error);
        },
        handleReadyForQuery: () => (failure ? undefined : resolve(undefined)),
      };
      client.query(copy);
    });
  } finally {
    client.release();
  }
}
