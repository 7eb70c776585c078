export function SwitchboardPage() {
  return null
}
