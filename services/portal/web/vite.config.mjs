import react from '@vitejs/plugin-react';
import { PurgeCSS } from 'purgecss';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib, { constants } from 'node:zlib';

const folder = fileURLToPath(new URL('.', import.meta.url));
const compressible = /\.(js|css|svg)$/;
const worthBytesMin = 1024;
const [brotliCompress, gzip] = [promisify(zlib.brotliCompress), promisify(zlib.gzip)];

/** The design system's style sheet holds every component; this leaves those that the scripts name, and the files that they name. */
const onlyUsedStyles = {
  name: 'only-used-styles',
  apply: 'build',
  enforce: 'post',
  async generateBundle(_options, bundle) {
    const files = Object.values(bundle);
    const scripts = files.filter(({ type }) => type === 'chunk').map(({ code }) => ({ raw: code, extension: 'js' }));
    for (const file of files) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      const [{ css }] = await new PurgeCSS().purge({
        content: [
          ...scripts,
          { raw: '<html><body><div id="app"></div><noscript></noscript></body></html>', extension: 'html' },
        ],
        css: [{ raw: String(file.source) }],
        fontFace: true,
        keyframes: true,
        defaultExtractor: (text) => text.match(/[\w:/-]+/g) ?? [],
      });
      file.source = css;
    }
    const texts = files.map((file) =>
      file.type === 'chunk' ? file.code : /\.(css|html)$/.test(file.fileName) ? String(file.source) : '',
    );
    for (const { type, fileName } of files) {
      const named = /\.(css|html)$/.test(fileName) || texts.some((text) => text.includes(path.basename(fileName)));
      if (type === 'asset' && !named) delete bundle[fileName];
    }
  },
};

/** Compressed once, here, and not again for each visitor. */
const compressedBeforehand = {
  name: 'compressed-beforehand',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    const compress = async (name) => {
      const file = path.join(dir, name);
      const content = await fs.readFile(file);
      if (content.length < worthBytesMin) return;
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      await fs.writeFile(`${file}.br`, await brotliCompress(content, { params }));
      await fs.writeFile(`${file}.gz`, await gzip(content, { level: 9 }));
    };
    await Promise.all(
      Object.keys(bundle)
        .filter((name) => compressible.test(name))
        .map(compress),
    );
  },
};

export default {
  root: folder,
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), onlyUsedStyles, compressedBeforehand],
  resolve: { conditions: ['sightline-source', 'module', 'browser', 'production'] },
  build: {
    outDir: path.join(folder, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    // Inlined pictures would need an exception in the content security policy, module preload a script of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
};
