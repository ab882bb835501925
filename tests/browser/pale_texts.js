// Texts whose colour stands out too little from what lies behind them (WCAG 2.2, 1.4.3). axe-core leaves
// undecided what lies under anything else, and says nothing of it.
() => {
  const parts = colour => (colour.match(/[\d.]+/g) || []).map(Number);
  const over = ([r, g, b, a = 1], back) => [r, g, b].map((one, i) => one * a + back[i] * (1 - a));
  const light = colour => colour.map(one => one / 255)
    .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
  const above = element => element ? [...above(element.parentElement), element] : [];
  const seen = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && element.getBoundingClientRect().width > 1;
  const pale = [];
  for (const element of document.querySelectorAll('[data-testid=stApp] :not(svg *, script, style)')) {
    const text = [...element.childNodes].filter(one => one.nodeType === 3)
      .map(one => one.textContent.trim()).join(' ').trim();
    const isOff = element.closest(':disabled, [aria-disabled=true], canvas');
    if (!/[\p{L}\p{N}]/u.test(text) || isOff || !seen(element)) continue;
    const style = getComputedStyle(element);
    let back = [255, 255, 255], clear = 1;
    for (const one of above(element)) {
      back = over(parts(getComputedStyle(one).backgroundColor), back);
      clear *= Number(getComputedStyle(one).opacity);
    }
    const [r, g, b, a = 1] = parts(style.color);
    const [high, low] = [light(over([r, g, b, a * clear], back)), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), isBold = Number(style.fontWeight) >= 700;
    const least = size >= 24 || isBold && size >= 18.66 ? 3 : 4.5;
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < least) pale.push(`${ratio.toFixed(2)}: ${text.slice(0, 60)}`);
  }
  return pale;
}
