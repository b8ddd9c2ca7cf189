/** How much larger than 16 px the letters are that the person has set in the browser: all lengths grow with them. */
export const scale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16

/** The width of the window, in pixels of the style sheets. */
export const windowWidth = (): number => innerWidth / scale()

/** Whether the window is as narrow as a phone, as in the style sheets. */
export const isPhone = (): boolean => windowWidth() <= 760
