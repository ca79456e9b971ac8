import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const phone = { width: 320, height: 720 };
const desktop = { width: 1280, height: 900 };

export interface VisitorOptions {
  readonly locale?: 'en-US' | 'es-MX';
  readonly screen?: 'phone' | 'desktop';
}

/** Somebody at a browser of their own. What the browser complains of is kept. */
export class Visitor {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly url: string,
  ) {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy|Warning:/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async at(browser: Browser, url: string, options: VisitorOptions = {}): Promise<Visitor> {
    const { locale = 'en-US', screen = 'phone' } = options;
    const context = await browser.newContext({ locale, viewport: screen === 'phone' ? phone : desktop });
    context.setDefaultTimeout(15_000);
    return new Visitor(await context.newPage(), context, url);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path.startsWith('http') ? path : `${this.url}${path}`);
    await this.page.locator('h1').waitFor();
  }

  /** Opens a page, signs in there as somebody of the sample district and arrives at that page. */
  async openAs(username: string, path: string): Promise<void> {
    await this.open(path);
    await this.page.locator('a[href^="/sign-in"]').click();
    await this.page.getByLabel(/Search by name/).fill(username);
    await this.page.getByRole('button', { name: 'Search' }).click();
    await this.page.locator(`button[value="${username}"]`).first().click();
    await this.page.locator('.frame-person span').waitFor();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Whether the page, as it stands, can be used by everybody: axe-core, nothing wider than the screen, no complaint. */
  async flaws(): Promise<readonly string[]> {
    await this.page.evaluate(axe.source);
    const violations = await this.page.evaluate(async () => {
      const checked = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return checked.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    const overflow = await this.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    return [
      ...violations,
      ...(Number(overflow) > 0 ? [`${String(overflow)} px wider than the screen`] : []),
      ...this.complaints,
    ];
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
