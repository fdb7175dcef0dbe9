// Three entries, hashed names, one manifest for django-vite. Nothing is inlined, so that img-src 'self' is enough.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  css: {
    preprocessorOptions: { scss: { loadPaths: ["."], quietDeps: true } },
    // govuk-frontend keeps one hack for an old browser that the minifier would stop at.
    lightningcss: { errorRecovery: true },
  },
  build: {
    manifest: "manifest.json",
    outDir: "dist",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: ["chrome87", "firefox85", "safari14"],
    rolldownOptions: { input: ["src/portal.js", "src/explore.js", "src/console.js", "src/phones.js"] },
  },
});
