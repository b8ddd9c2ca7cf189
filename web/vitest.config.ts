import { defineConfig } from 'vitest/config'

// The logic is tested without a DOM; screens are tested in a real browser by tests/web. Files share one process a core:
// one for each would load everything anew.
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], environment: 'node', isolate: false } })
