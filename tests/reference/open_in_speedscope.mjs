// SPDX-License-Identifier: GPL-3.0-or-later
// Opens profiles in speedscope's page in headless Chromium, for open_in_viewers.sh:
//
//   node open_in_speedscope.mjs MODULES CHROMIUM PICTURES FILE...
//
// Prints for each what speedscope said on its console and made of the file. How deep its stacks are comes from
// the file that speedscope itself saves (Ctrl+S): what it has understood, not what was written. Exit code 1 when it
// complained, when it did not open a file, or when stacks are deeper than they are meant to be.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, normalize } from 'node:path';

const [modules, chromiumPath, pictures, ...files] = process.argv.slice(2);
const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');
const site = join(modules, 'node_modules/speedscope/dist/release');
const deepest = name => name.endsWith('.trace.json') ? 2 : 3; // interval and state; worker, phase and guard

const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const server = createServer((request, response) => {
    const name = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const path = name.startsWith('/profile/') ? files[Number(name.split('/')[2])] : join(site, name);
    if (!path || !existsSync(path)) {
        response.writeHead(name === '/favicon.ico' ? 204 : 404).end();
        return;
    }
    response.writeHead(200, { 'Content-Type': kinds[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;

/// The depth of each profile in a file of speedscope's own format.
function depths(saved) {
    return saved.profiles.map(profile => {
        if (profile.type === 'sampled')
            return { name: profile.name, depth: Math.max(0, ...profile.samples.map(stack => stack.length)) };
        let open = 0;
        let depth = 0;
        for (const event of profile.events) {
            open += event.type === 'O' ? 1 : -1;
            depth = Math.max(depth, open);
        }
        return { name: profile.name, depth };
    });
}

const userData = mkdtempSync(join(tmpdir(), 'lockscope-chromium-'));
const browser = await chromium.launchPersistentContext(userData, {
    executablePath: chromiumPath,
    headless: true,
    acceptDownloads: true,
    viewport: { width: 1400, height: 800 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader'],
});
let failed = false;
try {
    for (const [index, file] of files.entries()) {
        const said = [];
        const page = await browser.newPage();
        page.on('console', message => said.push(`${message.type()}: ${message.text()}`));
        page.on('pageerror', error => said.push(`error: ${error.message}`));
        page.on('dialog', dialog => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
        const name = basename(file);
        await page.goto(`${address}/index.html#profileURL=${encodeURIComponent(`${address}/profile/${index}/${name}`)}`
            + `&title=${encodeURIComponent(name)}`);
        await page.getByText('Left Heavy').waitFor({ timeout: 60000 });
        await page.waitForTimeout(1500); // the chart is painted by then
        await page.screenshot({ path: join(pictures, `${name}.png`) });
        const saving = page.waitForEvent('download', { timeout: 60000 });
        await page.keyboard.press('Control+s');
        const saved = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
        const found = depths(saved);
        const most = Math.max(...found.map(each => each.depth));
        // What it says of its own doing, and what of WebGL in a machine without a graphics card, is no complaint.
        const complaints = said.filter(line => /^(warning|error|dialog|assert)/.test(line) && !/GPU stall|WebGL/i.test(line));
        console.log(`${name}: ${found.length} profiles, stacks ${most} deep, ${complaints.length} complaints`);
        const lines = [...new Set(said)];
        for (const line of lines.slice(0, 10))
            console.log(`    ${line}`);
        if (lines.length > 10)
            console.log(`    and ${lines.length - 10} lines more`);
        if (most > deepest(name) || complaints.length > 0)
            failed = true;
        await page.close();
    }
} finally {
    await browser.close();
    server.close();
    rmSync(userData, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
