import pg from 'pg';

// A `date` is a day in the district's time zone, not a moment: as text it cannot shift with the zone of this process.
pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);
