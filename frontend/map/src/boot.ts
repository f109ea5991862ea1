// Starts the islands: loads the WASM named by this module's own script tag, then hydrates every island in the page.
//
// Stands in for Leptos's inline loader, which a policy without inline scripts forbids and which waits for an idle moment
// that may never come. It does the same: parents before children, and the children of an island inside the context of it.

type Glue = Record<string, unknown> & {
  default(options: { module_or_path: string }): Promise<unknown>;
  hydrate(): void;
};
type Island = (element: HTMLElement) => unknown;
type Children = HTMLElement & { $$on_hydrate?: () => void };

const script = document.querySelector<HTMLScriptElement>("script[data-wasm]");
const { glue, wasm } = script?.dataset ?? {};
if (glue && wasm) await start(glue, wasm);

async function start(glueUrl: string, wasmUrl: string): Promise<void> {
  const module = (await import(glueUrl)) as Glue;
  await module.default({ module_or_path: wasmUrl });
  module.hydrate();
  await hydrate(document.body, module, undefined);
}

async function hydrate(node: Element, module: Glue, enter: (() => void) | undefined): Promise<void> {
  const tag = node.tagName.toLowerCase();
  if (tag === "leptos-island") {
    const name = (node as HTMLElement).dataset["component"] ?? "";
    const island = module[name] as Island | undefined;
    if (!island) throw new Error(`no island ${name}: the page and the WASM are of different builds`);
    enter?.();
    await island(node as HTMLElement);
  }
  const inside = tag === "leptos-children" ? (node as Children).$$on_hydrate : enter;
  for (const child of [...node.children]) await hydrate(child, module, inside);
}
export {};
