"use strict"
{
  const shown = JSON.parse(document.getElementById("drawings").textContent)
  const WIDE = 640, HIGH = 760 // pixels of a sheet within the frame of a figure, under its heading

  // Figures: one after the other, so that the page answers meanwhile; on paper all at once.
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const mode = () => dark.matches ? "dark" : "light"
  const places = [...document.querySelectorAll("[data-figure]")]
  const drawing = (place, mode) => {
    const {light, dark} = shown.figures[place.dataset.figure], drawn = structuredClone(light)
    for (const [path, value] of mode === "dark" ? dark : []) {
      path.slice(0, -1).reduce((part, name) => part[name], drawn)[path.at(-1)] = value
    }
    return drawn
  }
  const draw = (place, mode, width) => {
    const {data, layout} = drawing(place, mode)
    if (width) layout.width = width
    Plotly.react(place, data, layout, shown.config)
  }
  const fit = place => {
    place.style.zoom = Math.min(0.8, HIGH / shown.figures[place.dataset.figure].light.layout.height)
    draw(place, "light", WIDE / place.style.zoom)
  }
  const unfit = place => {
    place.style.zoom = ""
    draw(place, mode())
  }
  const drawAll = async () => {
    for (const place of places) {
      draw(place, mode())
      await new Promise(done => setTimeout(done))
    }
    document.body.dataset.drawn = "yes"
  }
  for (const place of places) place.style.minHeight = `${shown.figures[place.dataset.figure].light.layout.height}px`
  dark.addEventListener("change", drawAll)
  addEventListener("beforeprint", () => places.forEach(fit))
  addEventListener("afterprint", () => places.forEach(unfit))

  // Tables. What is not known stands last, whichever way they are sorted.
  const fold = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d")
  const order = new Intl.Collator(shown.language, {numeric: true}).compare
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  const POINT = shown.language === "vi" ? "," : "."
  const day = text => {
    const [, d, m, y] = text.match(/^(?:(\d{1,2})[/ ])?(?:(\d{1,2}|[A-Z][a-z]{2})[/ ])?(\d{4})$/) ?? []
    return y && Number(y) * 1e4 + (MONTHS.indexOf(m) + 1 || Number(m ?? 0)) * 100 + Number(d ?? 0)
  }
  const number = text => {
    const plain = text.replace(/^[<>]|%$/g, "").replaceAll(POINT === "," ? "." : ",", "").replace(POINT, ".")
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
  }
  const keys = texts => {
    const known = texts.filter(text => text && text !== "—")
    const read = [day, number].find(read => known.every(text => read(text) !== undefined))
    return texts.map(text => !text || text === "—" ? null : read ? read(text) : text)
  }
  const compare = (a, b) => typeof a === "string" ? order(a, b) : a - b

  // The rows that have every word, and which of them paper has; how many there are is said.
  const find = table => {
    const rows = [...table.tBodies[0].rows]
    const brief = Number(table.dataset.brief ?? Infinity)
    let found = 0
    for (const row of rows) {
      row.folded ??= fold([...row.cells].map(cell => cell.textContent).join(" "))
      row.hidden = !(table.words ?? []).every(word => row.folded.includes(word))
      if (!row.hidden) found++
      row.classList.toggle("beyond", found > brief)
    }
    const said = document.getElementById(`found-${table.id}`)
    const written = n => n.toLocaleString(shown.language)
    if (said) said.value = shown.words.rows.replace("%n", written(found)).replace("%total", written(rows.length))
  }
  const search = box => {
    const table = document.getElementById(box.dataset.table)
    table.words = fold(box.value).split(/\s+/).filter(Boolean)
    find(table)
  }
  const NEXT = {ascending: "descending", descending: null}
  const sort = heading => {
    const table = heading.closest("table"), rows = [...table.tBodies[0].rows]
    const next = heading.ariaSort ? NEXT[heading.ariaSort] : "ascending"
    for (const other of heading.parentElement.cells) other.ariaSort = null
    heading.ariaSort = next
    rows.forEach((row, place) => row.place ??= place)
    rows.sort((a, b) => a.place - b.place)
    if (next) {
      const found = keys(rows.map(row => row.cells[heading.cellIndex].textContent.trim()))
      rows.forEach((row, place) => row.key = found[place])
      const sign = next === "ascending" ? 1 : -1
      rows.sort((a, b) => (a.key === null) - (b.key === null) || (a.key === null ? 0 : sign * compare(a.key, b.key)))
    }
    table.tBodies[0].append(...rows)
    find(table)
  }
  for (const heading of document.querySelectorAll("th")) {
    heading.dataset.name = heading.textContent // for paper: the head that a sheet repeats has no buttons
    heading.querySelector("button").addEventListener("click", () => sort(heading))
  }
  for (const box of document.querySelectorAll("input[data-table]")) {
    box.addEventListener("input", () => search(box))
    search(box)
  }
  if (matchMedia("(max-width: 69.99rem)").matches) document.querySelector("nav details").open = false
  drawAll()
}
