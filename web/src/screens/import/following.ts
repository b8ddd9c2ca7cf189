import { useEffect } from 'preact/hooks'

const WHILE_BUSY = 1500
const ELSE = 5000

/** Read again: often while the service works on it, now and then else, and at once when the tab is looked at again. */
export function useFollowing(isBusy: boolean, reload: () => Promise<void>): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void reload()
    }
    const timer = setInterval(look, isBusy ? WHILE_BUSY : ELSE)
    document.addEventListener('visibilitychange', look)
    addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      removeEventListener('focus', look)
    }
  }, [isBusy])
}
