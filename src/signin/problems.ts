/** What is said of a row or file that could not be read: what happened, and what to do. Never the row's own words. */

export const PROBLEMS = {
  ERR_ROW_BAD_VALUE:
    'A value of this row is of a kind that its format does not allow. Look at the row; if the export is right, report its format.',
  ERR_ROW_NO_TIME: 'This row has no time. Export it anew with its time, or leave it out.',
  ERR_ROW_BAD_TIME: 'The time of this row cannot be read. Export it in ISO 8601.',
  ERR_ROW_NOT_JSON:
    'This row is no JSON: it was cut, or changed after export. Export it anew; the rows after it are read.',
  ERR_ROW_NOT_OBJECT: 'Here stands a value that is no object, where a row should be. Check how the file was made.',
  ERR_ROW_UNKNOWN_FORMAT:
    'No decoder knows the format of this row. Check that it comes from a supported sign-in or audit log (docs/export-your-log.md).',
  ERR_ROW_UNKNOWN_COLUMNS:
    'No decoder knows the columns of this table. Their names must be in English: set the portal’s language to English and download anew, or take JSON. If they are English, see docs/export-your-log.md for the tables that are read.',
  ERR_ROW_TOO_LONG: 'This row is longer than 16 MiB, or holds more than 500,000 values: no log row is. It is left out.',
  ERR_ROW_TOO_DEEP: 'This row is nested deeper than 200 levels: no log row is. It is left out.',
  ERR_ROW_TRUNCATED: 'The file ends inside this row or list. Export or copy it anew; everything before is read.',
  ERR_FILE_BINARY:
    'This file is no text. Give the log itself: unpack archives first, and save UTF-16 text with its byte-order mark or as UTF-8.',
  ERR_FILE_PADDED:
    'This file is padded with zero bytes, as a log that was rotated while it was written is. They are skipped and its rows are read; rows written at that moment may be missing.',
  ERR_FILE_EMPTY: 'This file is empty, or holds nothing but white space or zero bytes. Check the export.',
} as const
