export function LockoutsPage() {
  return null
}
