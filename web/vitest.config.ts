import { defineConfig } from 'vitest/config'

// The logic is tested without a DOM; screens are tested in a real browser by tests/web.
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], environment: 'node' } })
