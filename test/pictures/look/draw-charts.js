// Runs in the page, after Mermaid: puts each chart in the place of its source, as GitHub does.
globalThis.drawCharts = async (theme) => {
  const { mermaid } = globalThis;
  mermaid.initialize({ startOnLoad: false, theme });
  for (const [index, place] of [...document.querySelectorAll('.mermaid')].entries()) {
    const { svg } = await mermaid.render(`chart-${index}`, place.textContent);
    place.innerHTML = svg;
  }
};
