import { defineConfig } from 'vite'

// Addresses inside the built files are relative, so that the page also works below a path of a proxy;
// scripts/finish.mjs makes those of index.html absolute, because it is served for every address of the page.
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    outDir: '../src/watchkeeper/resources/web',
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
