/** One event of a Google Workspace activity: its name and its parameters, whichever way an export writes them. */

export interface GoogleEvent {
  readonly application: string
  readonly type: string
  readonly name: string
  /** A parameter as text; several values joined by a space, '' if it is not there. */
  parameter(name: string): string
}

/**
 * Reads parameters as the Reports API and Cloud Logging write them (`[{name, value | boolValue | intValue | multiValue |
 * multiStrValue}]`) and as lakes flatten them (`{name: value}`).
 */
export function googleEvent(application: string, type: string, name: string, parameters: unknown): GoogleEvent {
  return { application, type, name: name.trim(), parameter: (wanted) => parameterOf(parameters, wanted) }
}

function parameterOf(parameters: unknown, wanted: string): string {
  if (!Array.isArray(parameters)) return isObject(parameters) ? textOf(parameters[wanted]) : ''
  const found: unknown = parameters.find((each: unknown) => isObject(each) && each.name === wanted)
  if (!isObject(found)) return ''
  return textOf(
    found.value ?? found.multiValue ?? found.multiStrValue ?? found.boolValue ?? found.intValue ?? found.multiIntValue,
  )
}

/** A value as text; of a list, also of one that a table keeps as JSON text, its elements. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(' ')
  if (typeof value === 'string') return value.startsWith('[') ? textOfList(value) : value
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : ''
}

function textOfList(text: string): string {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? textOf(list) : text
  } catch {
    return text
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
