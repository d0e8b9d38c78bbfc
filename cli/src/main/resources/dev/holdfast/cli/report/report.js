"use strict";
(() => {
  if (typeof Chart === "undefined") return;
  const root = document.documentElement;
  root.classList.add("scripted");
  const data = JSON.parse(document.getElementById("data").textContent);
  const charts = new Map();
  const color = name => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const faults = {
    id: "faults",
    afterDatasetsDraw(chart, _, options) {
      const { ctx, chartArea: area, scales: { x } } = chart;
      for (const [second, label] of options.marks) {
        const at = x.getPixelForValue(second);
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = color("violated");
        ctx.setLineDash([4, 3]);
        ctx.beginPath(); ctx.moveTo(at, area.top); ctx.lineTo(at, area.bottom); ctx.stroke();
        const right = at > (area.left + area.right) / 2;
        ctx.textAlign = right ? "right" : "left";
        ctx.fillText(label, at + (right ? -5 : 5), area.top + 10);
        ctx.restore();
      }
    }
  };
  const axis = title => ({
    title: { display: Boolean(title), text: title, color: color("soft") },
    grid: { color: color("rule"), drawTicks: false }, border: { display: false },
    ticks: { color: color("soft"), padding: 6, maxRotation: 0 }
  });
  const options = (x, y, tooltip) => ({
    animation: false, responsive: true, maintainAspectRatio: false,
    interaction: { mode: "nearest", axis: "x", intersect: false },
    plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: tooltip } },
    scales: { x, y: { ...axis(""), beginAtZero: true } }
  });
  const percentile = x => x <= 1 ? 0 : 100 * (1 - 1 / x);
  const percent = p => (p >= 99.9 ? p.toFixed(Math.round(-Math.log10(100 - p))) : String(Math.round(p * 10) / 10)) + " %";
  const nines = most => {
    const ticks = [1, 2, 10, 100, 1000, 10000, 100000].filter(v => v < most / 1.6);
    return [...ticks, most];
  };
  const latency = of => {
    const most = Math.max(2, of.operations);
    const points = of.latency.filter(([p]) => p < 100 && 1 / (1 - p / 100) < most).map(([p, ms]) => ({ x: 1 / (1 - p / 100), y: ms }));
    points.push({ x: most, y: of.max });
    const x = { ...axis(""), type: "logarithmic", min: 1, max: most };
    x.afterBuildTicks = scale => { scale.ticks = nines(most).map(value => ({ value })); };
    x.ticks.callback = value => value === most ? "max" : percent(percentile(value));
    return {
      type: "line",
      data: { datasets: [{ data: points, borderColor: color("accent"), backgroundColor: color("accent"), borderWidth: 2, pointRadius: 0, pointHitRadius: 8, pointHoverRadius: 4, cubicInterpolationMode: "monotone" }] },
      options: options(x, null, {
        title: items => items[0].raw.x === most ? "the slowest" : percent(percentile(items[0].raw.x)) + " took at most",
        label: item => item.raw.y.toLocaleString("en", { maximumFractionDigits: 3 }) + " ms"
      })
    };
  };
  const throughput = of => {
    const chart = {
      type: "bar",
      data: { datasets: [{ data: of.seconds.map(([x, y]) => ({ x, y })), backgroundColor: color("accent"), barPercentage: .92, categoryPercentage: 1, maxBarThickness: 36, minBarLength: 1 }] },
      options: options({ ...axis("seconds"), type: "linear", offset: false, min: -.5, max: of.last + .5 }, null, {
        title: items => "second " + items[0].raw.x,
        label: item => Math.round(item.raw.y).toLocaleString("en") + " operations"
      }),
      plugins: [faults]
    };
    chart.options.scales.x.grid.display = false;
    chart.options.scales.x.afterBuildTicks = scale => { scale.ticks = scale.ticks.filter(t => Number.isInteger(t.value)); };
    chart.options.plugins.faults = { marks: of.marks };
    return chart;
  };
  const kinds = { latency, throughput };
  const draw = canvas => {
    charts.get(canvas)?.destroy();
    charts.set(canvas, new Chart(canvas, kinds[canvas.dataset.chart](data[canvas.dataset.of])));
  };
  const drawIn = details => details.querySelectorAll("canvas").forEach(canvas => charts.has(canvas) || draw(canvas));
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  document.querySelectorAll("details").forEach(details => {
    details.addEventListener("toggle", () => details.open && drawIn(details));
    if (details.open) drawIn(details);
  });
  const reveal = () => {
    const details = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (details instanceof HTMLDetailsElement) { details.open = true; details.querySelector("summary").focus(); }
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(details => { details.open = true; drawIn(details); }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...charts.keys()].forEach(draw));
})();
