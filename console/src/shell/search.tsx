/** The one search field: a combobox over everything one may see (ARIA 1.2 combobox with a listbox). */
import { IconAlertTriangle, IconLock, IconSearch, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useDeferredValue, useState } from 'react'
import { type Hit, searchQuery } from '../api/people.ts'
import { Outside } from '../design/outside.tsx'
import { useHere } from './organisation.ts'

const ICONS = { person: IconUser, incident: IconAlertTriangle, lockout: IconLock } as const

function addressOf({ kind, organisation, id }: Hit): string {
  const home = `/o/${encodeURIComponent(organisation)}`
  if (kind === 'person') return `${home}/people/${encodeURIComponent(id)}`
  if (kind === 'incident') return `${home}/incidents/${encodeURIComponent(id)}`
  return `${home}/lockouts?open=${encodeURIComponent(id)}`
}

export function Search() {
  const { me } = useHere()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(0)
  const q = useDeferredValue(text.trim())
  const { data: hits = [], isFetching } = useQuery(searchQuery(q))
  const isShown = isOpen && q.length > 1

  function go(hit: Hit | undefined): void {
    if (hit === undefined) return
    setIsOpen(false)
    setText('')
    void navigate({ to: addressOf(hit) })
  }
  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'ArrowDown') setActive(Math.min(hits.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1))
    else if (event.key === 'Enter') go(hits[active])
    else if (event.key === 'Escape') {
      setIsOpen(false)
      event.currentTarget.blur()
    } else return
    event.preventDefault()
  }

  return (
    <search className="search">
      <IconSearch size={16} aria-hidden />
      <input
        id="search"
        type="text"
        role="combobox"
        aria-label="Search people, incidents and lockouts"
        aria-expanded={isShown}
        aria-controls="search-hits"
        aria-autocomplete="list"
        aria-activedescendant={isShown && hits.length > 0 ? `hit-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Find anyone…"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
          setIsOpen(true)
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={press}
      />
      <kbd aria-hidden>/</kbd>
      <div id="search-hits" className="hits" role="listbox" aria-label="What was found" hidden={!isShown}>
        {hits.map((hit, index) => {
          const Icon = ICONS[hit.kind]
          const organisation = me.organisations.find(({ id }) => id === hit.organisation)?.name ?? hit.organisation
          return (
            // The keyboard acts through the input, as the combobox pattern wants it.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={`${hit.organisation} ${hit.kind} ${hit.id}`}
              id={`hit-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="hit"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(hit)}
            >
              <Icon size={18} aria-hidden />
              <div className="grow">
                <b>
                  <Outside>{hit.label}</Outside>
                </b>
                <small>
                  <Outside>{hit.hint}</Outside> · {organisation}
                </small>
              </div>
            </div>
          )
        })}
      </div>
      <div role="status" className={isShown && hits.length === 0 ? 'hits nothing' : 'unseen'}>
        {isShown ? (isFetching ? 'Looking…' : hits.length === 0 ? 'Nothing found.' : `${hits.length} found`) : ''}
      </div>
    </search>
  )
}
