'use strict';
// Fills the page from its data: chooses by the filters, formats by the language, and draws. It computes no figure:
// every value is shown from the exact decimal text of the published table, which stands in data-exact.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const {locale, currency, periods, grains} = data;
  const LAST = periods.length - 1;
  const period = periods[LAST];
  const isFinnish = locale.startsWith('fi');
  const kpis = new Map(data.kpis.map(kpi => [kpi.name, kpi]));
  const multiples = new Set(data.multiples);
  const state = {segment: '', rep: ''};
  const MONEY_MEASURES = new Set(['revenue', 'bookings', 'quota', 'forecast']);

  // ---- Texts and elements

  function text(key, values = {}) {
    return (data.texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  /** An element; text children are text, whatever is in them. */
  function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? '' : value);
      }
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
    return element;
  }

  // ---- Numbers and dates

  const formats = new Map();
  function number(value, options) {
    const key = JSON.stringify(options);
    if (!formats.has(key)) {
      formats.set(key, new Intl.NumberFormat(locale, options));
    }
    return formats.get(key).format(value).replace('-', '−');
  }

  function decimals(digits, more = {}) {
    return {minimumFractionDigits: digits, maximumFractionDigits: digits, ...more};
  }

  const unitOf = name => multiples.has(name) ? 'multiple'
    : kpis.get(name)?.unit ?? (MONEY_MEASURES.has(name) ? 'money' : 'count');

  /** A value as a person reads it: rounded for show only. */
  function shown(exact, unit, more = {}) {
    if (exact === null || exact === undefined) {
      return '–';
    }
    const isSmall = Math.abs(Number(exact)) < 100 && Number(exact) !== 0;
    const money = () => number(exact, {style: 'currency', currency, ...decimals(isSmall ? 2 : 0, more)});
    switch (unit) {
      case 'ratio': return number(exact, {style: 'percent', ...decimals(1, more)});
      case 'multiple': return number(exact, decimals(2, more)) + '×';
      case 'money': return money();
      case 'money per day': return text('number.money_per_day', {n: money()});
      case 'money per year': return text('number.money_per_year', {n: money()});
      case 'days': return text('number.days', {n: number(exact, decimals(1, more))});
      case 'years': return text('number.years', {n: number(exact, decimals(1, more))});
      default: return number(exact, decimals(0, more));
    }
  }

  /** A change as a person reads it: of a rate in percentage points, of anything else in percent. */
  function shownChange(comparison, unit) {
    const sign = {signDisplay: 'exceptZero'};
    if (unit === 'ratio') {
      if (comparison.change === null) {
        return null;
      }
      const parts = new Intl.NumberFormat(locale, {style: 'percent', ...decimals(1, sign)})
        .formatToParts(comparison.change);
      const digits = parts.filter(part => part.type !== 'percentSign').map(part => part.value).join('').trim().replace('-', '−');
      return `${digits} ${text('percentage_points')}`;
    }
    if (unit === 'multiple') {
      return comparison.change === null ? null : shown(comparison.change, unit, sign);
    }
    return comparison.change_rate === null ? null : shown(comparison.change_rate, 'ratio', sign);
  }

  /** A value on an axis, where there is little room. */
  function onAxis(value, unit) {
    switch (unit) {
      case 'ratio': return number(value, {style: 'percent', maximumFractionDigits: 0});
      case 'multiple': return number(value, {maximumFractionDigits: 1}) + '×';
      case 'count': return number(value, {notation: 'compact', maximumFractionDigits: 1});
      case 'days': case 'years': return number(value, {maximumFractionDigits: 1});
      default: return number(value, {style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1});
    }
  }

  function day(iso) {
    return new Intl.DateTimeFormat(locale, {day: 'numeric', month: isFinnish ? 'numeric' : 'short', year: 'numeric', timeZone: 'UTC'})
      .format(new Date(iso));
  }

  // ---- Members and their figures

  const byKey = new Map();
  for (const [grain, {members}] of Object.entries(grains)) {
    members.forEach(member => byKey.set([grain, ...member.key].join('\u0000'), member));
  }
  const find = (grain, ...key) => byKey.get([grain, ...key].join('\u0000'));

  function selected() {
    if (state.rep) {
      return state.segment ? find('rep_segment', state.rep, state.segment) : find('rep', state.rep);
    }
    return state.segment ? find('segment', state.segment) : grains.company.members[0];
  }

  const value = (member, figure, place = LAST) => member?.figures[figure]?.[place] ?? null;

  /** What a KPI is compared with; a status in any case. */
  function comparison(member, kpi) {
    const values = member ? member.comparisons[kpi] ?? ['not_published'] : ['nothing'];
    return Object.fromEntries(data.comparisons.map((name, i) => [name, values[i] ?? null]));
  }

  const named = name => name === 'Unassigned' ? text('Unassigned') : name;
  const repName = member => named(member.name ?? member.key[0]);
  const memberName = (grain, member) => grain === 'rep' ? repName(member) : named(member.key[member.key.length - 1]);

  function scopeName() {
    const rep = state.rep && repName(find('rep', state.rep));
    return [state.segment && named(state.segment), rep].filter(Boolean).join(' · ') || text('filter.company');
  }

  /** The members of a division that the filters leave: a rep's segments, a segment's reps. */
  function within(grain) {
    const pairs = grains.rep_segment.members;
    if (grain === 'segment' && state.rep) {
      return pairs.filter(pair => pair.key[0] === state.rep);
    }
    if (grain === 'rep' && state.segment) {
      return pairs.filter(pair => pair.key[1] === state.segment);
    }
    return grains[grain].members;
  }

  const keyWithin = (grain, member) => grain === 'rep' ? member.key[0] : member.key[member.key.length - 1];
  const nameWithin = (grain, member) => grain === 'rep' ? repName(member) : named(keyWithin(grain, member));
  const isSelected = (grain, member) => state[grain] === keyWithin(grain, member);

  // ---- Small parts

  const definitionLink = (kpi, label) => kpis.has(kpi) ? h('a', {href: `#def-${kpi}`}, label) : label;

  function targetChip(comparison, better) {
    const status = comparison.target_status;
    if (!status) {
      return null;
    }
    const isGood = status === 'on' || (status === 'above') === (better === 'higher');
    return h('span', {class: `chip ${isGood ? 'good' : 'bad'}`}, `${isGood ? '✓' : '▾'} ${text('target.' + status)}`);
  }

  /** Good or bad; a bias is neither: its best is 0. */
  function tone(comparison, kpi) {
    const change = Number(comparison.change);
    if (!change || kpi.name === 'forecast_bias') {
      return '';
    }
    return (change > 0) === (kpi.better === 'higher') ? 'good' : 'bad';
  }

  function valueText(member, kpi) {
    const status = comparison(member, kpi.name).status;
    return status === 'ok' ? shown(value(member, kpi.name), unitOf(kpi.name)) : text('status.' + status);
  }

  const runningChip = () => period.complete ? null : h('span', {class: 'chip running'}, text('running'));

  // ---- Charts

  let live = [];
  const isPrinting = () => document.documentElement.classList.contains('printing');
  const NARROW = matchMedia('(max-width: 700px)');
  const isNarrow = () => !isPrinting() && NARROW.matches;
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const seriesColour = i => style(`--series-${i % 6 + 1}`);

  function draw(element, option) {
    const chart = echarts.init(element, null, {renderer: 'svg'});
    chart.setOption({
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: style('--soft'), fontSize: 12},
      ...option,
    });
    live.push(chart);
    return chart;
  }

  function drop(section) {
    live = live.filter(chart => {
      const isIn = section.contains(chart.getDom());
      if (isIn) {
        chart.dispose();
      }
      return !isIn;
    });
  }

  const point = (exact, more = {}) => ({value: exact === null ? null : Number(exact), exact, ...more});
  const periodLabels = () => periods.map(p => p.complete ? p.name : `${p.name}\n${text('running')}`);

  function categoryAxis(labels, more = {}) {
    return {
      type: 'category', data: labels, axisTick: {show: false}, axisLine: {lineStyle: {color: style('--line')}},
      axisLabel: {color: style('--soft'), hideOverlap: true, showMaxLabel: true, lineHeight: 15}, ...more,
    };
  }

  /** The periods; where there is no room for all, every fourth up to the last. */
  function periodAxis() {
    const axis = categoryAxis(periodLabels());
    if (isNarrow() && periods.length > 5) {
      axis.axisLabel.interval = i => (LAST - i) % 4 === 0;
    }
    return axis;
  }

  function valueAxis(unit, more = {}) {
    return {
      type: 'value', splitNumber: 4, axisLabel: {color: style('--soft'), formatter: v => onAxis(v, unit), hideOverlap: true},
      splitLine: {lineStyle: {color: style('--grid')}}, ...more,
    };
  }

  /** A tooltip that is built of elements, so that a name is text. */
  function tooltip(unit, trigger = 'axis') {
    return {
      trigger, confine: true, backgroundColor: style('--surface'), borderColor: style('--line'), axisPointer: {type: 'shadow'},
      textStyle: {color: style('--ink'), fontSize: 13}, transitionDuration: 0,
      formatter: parameters => {
        const items = [parameters].flat().filter(item => item.data?.exact !== undefined);
        return h('div', {}, h('strong', {}, items[0]?.data.title ?? String(items[0]?.name ?? '').replace('\n', ' ')),
          ...items.map(item => h('div', {}, items.length > 1 ? `${item.seriesName}: ` : '', shown(item.data.exact, item.data.unit ?? unit))));
      },
    };
  }

  function targetLine(target, unit, isHorizontal) {
    return target === null ? undefined : {
      silent: true, symbol: 'none', z: 1, data: [isHorizontal ? {xAxis: Number(target)} : {yAxis: Number(target)}],
      lineStyle: {color: style('--contrast'), type: 'dashed', width: 1.5},
      label: {
        formatter: `${text('target')}${isHorizontal ? ' ' : '\n'}${shown(target, unit)}`, color: style('--contrast'), fontSize: 11,
        lineHeight: 14, position: isHorizontal ? 'start' : 'end',
      },
    };
  }

  /** Nothing to see: makes a trend's axis reach to the target. */
  const reaching = target => target === null ? [] : [{
    type: 'line', silent: true, symbol: 'none', lineStyle: {opacity: 0}, data: periods.map(() => Number(target)),
  }];

  const GRID = {left: 8, right: 12, top: 20, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel'};
  const faint = () => ({opacity: .55, borderType: 'dashed', borderColor: style('--accent'), borderWidth: 1.5});

  /** A figure: heading that leads to the definition, chart or why there is none, and the numbers as a table. */
  function figure({title, kpi, note, reason, legend, option, table, wide, height}) {
    const box = h('figure', {class: wide ? 'wide' : null, 'data-chart': title},
      h('h3', {}, definitionLink(kpi, text('chart.' + title))),
      ...[note].flat().filter(Boolean).map(line => h('p', {class: 'note'}, line)));
    if (reason) {
      box.append(h('p', {class: 'empty'}, text('empty.chart', {reason})));
      return {box, draw: () => {}};
    }
    const canvas = h('div', {class: 'chart', role: 'img', 'aria-label': text('chart.' + title)});
    if (height) {
      canvas.style.height = `${height}px`;
    }
    let chart;
    if (legend) {
      box.append(legendOf(legend, name => chart.dispatchAction({type: 'legendToggleSelect', name})));
    }
    box.append(canvas, h('details', {}, h('summary', {}, text('figures')), h('div', {class: 'scroll'}, table())));
    return {box, draw: () => {
      chart = draw(canvas, {...option(), ...(legend ? {legend: {show: false}} : {})});
    }};
  }

  /** What the colours of a chart stand for: the chart's own legend, as elements that wrap. A click hides or shows a series. */
  function legendOf(series, toggle) {
    return h('ul', {class: 'legend'}, series.map(one => {
      const swatch = h('i', {class: `${one.kind} ${one.dashed ? 'dashed' : ''}`});
      swatch.style.color = one.colour();
      swatch.style.opacity = one.muted ? .35 : 1;
      const button = h('button', {type: 'button', 'aria-pressed': 'true'}, swatch, one.name);
      button.addEventListener('click', () => {
        button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') === 'false'));
        toggle(one.name);
      });
      return h('li', {}, button);
    }));
  }

  function numbers(heads, rows) {
    return h('table', {},
      h('thead', {}, h('tr', {}, heads.map(head => h('th', {scope: 'col'}, head)))),
      h('tbody', {}, rows.map(([name, ...cells]) => h('tr', {}, h('td', {}, name),
        cells.map(([exact, unit]) => h('td', {'data-exact': exact}, shown(exact, unit)))))));
  }

  /** Why there is no chart; null where there is something to draw. */
  function reasonFor(member, kpi, series) {
    if (series.some(exact => exact !== null)) {
      return null;
    }
    const status = comparison(member, kpi).status;
    return status === 'ok' ? text('empty.no_values') : text('why.' + status);
  }

  /** A figure of the selected member over the periods. */
  function trend(title, figureName, kind) {
    const member = selected();
    const unit = unitOf(figureName);
    const series = periods.map((p, i) => value(member, figureName, i));
    const target = comparison(member, figureName).target;
    const isBar = kind === 'bar';
    return figure({
      title, kpi: figureName, reason: reasonFor(member, figureName, series),
      table: () => numbers([text('column.period'), kpis.get(figureName)?.label], periods.map((p, i) => [p.name, [series[i], unit]])),
      option: () => ({
        grid: {...GRID, right: target === null ? 12 : 60}, tooltip: tooltip(unit), xAxis: periodAxis(),
        yAxis: valueAxis(unit, {scale: !isBar}),
        series: [{
          type: kind, name: kpis.get(figureName)?.label, barMaxWidth: 40, symbolSize: 7, symbol: 'circle', connectNulls: false,
          lineStyle: {color: style('--accent'), width: 2}, markLine: targetLine(target, unit),
          data: series.map((exact, i) => point(exact, {itemStyle: {
            color: isBar && i < LAST ? style('--accent-soft') : style('--accent'),
            ...(periods[i].complete ? {} : faint()), borderRadius: isBar ? [3, 3, 0, 0] : undefined,
          }})),
        }, ...reaching(target)],
      }),
    });
  }

  /** Room for bars: beside another chart as high as that one, alone as high as needed. */
  function barsHeight(count) {
    return Math.max(isPrinting() ? 170 : isNarrow() ? 0 : 280, 56 + count * (isPrinting() ? 22 : 32));
  }

  /** A figure of the members of a division side by side, the best first. */
  function bars(title, grain, figureName, {note, limit = 12, fixed = false, wide} = {}) {
    const unit = unitOf(figureName);
    const all = fixed ? grains[grain].members : within(grain);
    const direction = kpis.get(figureName)?.better === 'lower' ? 1 : -1;
    const withValue = all.filter(member => value(member, figureName) !== null)
      .sort((a, b) => direction * (Number(value(a, figureName)) - Number(value(b, figureName))));
    const shownMembers = withValue.filter((member, i) => i < limit || isSelected(grain, member));
    const isChosen = member => !fixed && isSelected(grain, member);
    const anyChosen = shownMembers.some(isChosen);
    const target = comparison(shownMembers[0], figureName).target;
    const notes = [note, withValue.length > shownMembers.length
      ? text('chart.bars.more', {shown: shownMembers.length, all: withValue.length}) : null];
    return figure({
      title, kpi: figureName, note: notes, wide, height: barsHeight(shownMembers.length),
      reason: reasonFor(all[0], figureName, withValue.map(member => value(member, figureName))),
      table: () => numbers([text(`column.${grain === 'rep' ? 'rep_name' : grain}`), kpis.get(figureName)?.label],
        all.map(member => [nameWithin(grain, member), [value(member, figureName), unit]])),
      option: () => ({
        grid: {...GRID, right: 64, top: target === null ? 4 : 20}, tooltip: tooltip(unit),
        xAxis: valueAxis(unit, {show: !isNarrow(), splitNumber: 3, max: shownAxis => target !== null && Number(target) > shownAxis.max ? 1.05 * Number(target) : null}),
        yAxis: categoryAxis(shownMembers.map(member => nameWithin(grain, member)), {
          inverse: true, axisLine: {show: false}, axisLabel: {color: style('--ink'), width: 130, overflow: 'truncate'},
        }),
        series: [{
          type: 'bar', name: kpis.get(figureName)?.label, barMaxWidth: 22, markLine: targetLine(target, unit, true),
          label: {
            show: true, position: 'right', color: style('--ink'), textBorderColor: style('--surface'), textBorderWidth: 4,
            formatter: item => shown(item.data.exact, unit),
          },
          data: shownMembers.map(member => point(value(member, figureName), {itemStyle: {
            color: anyChosen && !isChosen(member) ? style('--accent-soft') : style('--accent'), borderRadius: [0, 3, 3, 0],
          }})),
        }],
      }),
    });
  }

  /** Several figures of the selected member, or one figure of several members, over the periods. */
  function combined(title, kpi, unit, series, {note, stack} = {}) {
    const drawn = series.filter(one => one.values.some(exact => exact !== null));
    return figure({
      title, kpi, note, legend: drawn, reason: reasonFor(selected(), kpi, drawn.flatMap(one => one.values)),
      table: () => numbers([text('column.period'), ...drawn.map(one => one.name)],
        periods.map((p, i) => [p.name, ...drawn.map(one => [one.values[i], unit])])),
      option: () => ({
        grid: GRID, tooltip: tooltip(unit), xAxis: periodAxis(), yAxis: valueAxis(unit),
        series: drawn.map(one => ({
          type: one.kind, name: one.name, stack: stack ? 'all' : undefined, barMaxWidth: 40, barGap: '10%', symbol: 'circle', symbolSize: 7,
          color: one.colour(), lineStyle: one.kind === 'line' ? {width: 2, type: one.dashed ? 'dashed' : 'solid'} : undefined,
          itemStyle: {opacity: one.muted ? .35 : 1},
          data: one.values.map((exact, i) => {
            const one_point = point(exact, periods[i].complete || one.kind === 'line' ? {} : {itemStyle: {opacity: .55}});
            return one.below && exact !== null ? {...one_point, value: -one_point.value} : one_point;
          }),
        })),
      }),
    });
  }

  const over = (member, figureName) => periods.map((p, i) => value(member, figureName, i));

  function revenueBySegment() {
    const members = within('segment').slice(0, 6);
    return combined('revenue_segments', 'total_revenue', 'money', members.map((member, i) => ({
      kind: 'bar', name: nameWithin('segment', member), values: over(member, 'revenue'), colour: () => seriesColour(i),
      muted: state.segment && !isSelected('segment', member),
    })), {stack: true, note: within('segment').length > 6 ? text('chart.bars.more', {shown: 6, all: within('segment').length}) : null});
  }

  function forecast() {
    const member = selected();
    return combined('forecast', 'forecast_accuracy', 'money', [
      {kind: 'bar', name: text('series.actual'), values: over(member, 'bookings'), colour: () => style('--accent')},
      {kind: 'line', name: text('series.forecast'), values: over(member, 'forecast'), colour: () => style('--contrast')},
      {kind: 'line', name: text('series.quota'), values: over(member, 'quota'), colour: () => style('--neutral'), dashed: true},
    ]);
  }

  function customers() {
    const member = selected();
    return combined('customers', 'net_churn_rate', 'count', [
      {kind: 'bar', name: text('series.new'), values: over(member, 'new_customers'), colour: () => style('--accent')},
      {kind: 'bar', name: text('series.lost'), values: over(member, 'customers_lost'), colour: () => style('--contrast'), below: true},
    ], {stack: true});
  }

  function funnel() {
    const member = selected();
    const steps = ['leads_created', 'qualified_leads', 'opportunities_created', 'won_deals']
      .filter(step => value(member, step) !== null);
    const label = step => text('measure.' + step);
    return figure({
      title: 'funnel', kpi: 'lead_conversion_rate', note: text('chart.funnel.note'),
      reason: reasonFor(member, 'lead_conversion_rate', steps.map(step => value(member, step))),
      table: () => numbers(['', period.name], steps.map(step => [label(step), [value(member, step), 'count']])),
      option: () => ({
        tooltip: tooltip('count', 'item'),
        series: [{
          type: 'funnel', sort: 'none', left: 0, right: '55%', top: 8, bottom: 8, gap: 4, minSize: '2%',
          label: {
            position: 'right', color: style('--ink'), fontSize: 12, lineHeight: 18,
            formatter: item => `{n|${shown(item.data.exact, 'count')}}  ${item.name}`,
            rich: {n: {fontWeight: 600, fontSize: 15, color: style('--ink')}},
          },
          labelLine: {length: 12, lineStyle: {color: style('--line')}},
          data: steps.map(step => point(value(member, step), {
            name: label(step), itemStyle: {color: style('--accent'), borderWidth: 0},
          })),
        }],
      }),
    });
  }

  function stages() {
    const grain = state.rep ? 'rep' : state.segment ? 'segment' : 'company';
    const all = data.stages.filter(row => row.grain === grain
      && (grain !== 'rep' || row.rep_id === state.rep) && (grain !== 'segment' || row.segment === state.segment));
    const rows = all.filter(row => row.median_days !== null);
    return figure({
      title: 'stages', kpi: 'sales_cycle_length', height: barsHeight(rows.length),
      legend: [
        {kind: 'bar', name: text('series.median'), colour: () => style('--accent')},
        {kind: 'bar', name: text('series.p90'), colour: () => style('--accent-soft')},
      ],
      note: [text('chart.stages.note'), state.rep && state.segment ? text('chart.stages.rep') : null],
      reason: rows.length ? null : text('empty.no_values'),
      table: () => numbers(
        ['stage', 'entered', 'stays_ended', 'median_days', 'p90_days', 'moved_on', 'lost', 'moved_on_share'].map(name => text('column.' + name)),
        all.map(row => [row.stage, [row.entered, 'count'], [row.stays_ended, 'count'], [row.median_days, 'days'], [row.p90_days, 'days'],
          [row.moved_on, 'count'], [row.lost, 'count'], [row.moved_on_share, 'ratio']])),
      option: () => ({
        grid: {...GRID, right: 112, top: 4}, tooltip: tooltip('days'),
        xAxis: valueAxis('days', {splitNumber: isNarrow() ? 2 : 3}),
        yAxis: categoryAxis(rows.map(row => row.stage), {
          inverse: true, axisLine: {show: false}, axisLabel: {color: style('--ink'), width: 130, overflow: 'truncate'},
        }),
        series: [
          {type: 'bar', name: text('series.median'), color: style('--accent'), barMaxWidth: 22, z: 3, itemStyle: {borderRadius: [0, 3, 3, 0]},
            data: rows.map(row => point(row.median_days))},
          {type: 'bar', name: text('series.p90'), color: style('--accent-soft'), barMaxWidth: 22, barGap: '-100%', itemStyle: {borderRadius: [0, 3, 3, 0]},
            label: {
              show: true, position: 'right', color: style('--soft'), rich: {median: {fontWeight: 600, color: style('--ink'), fontSize: 12}},
              formatter: item => `{median|${shown(rows[item.dataIndex].median_days, 'days')}}  ${shown(item.data.exact, 'days')}`,
            },
            data: rows.map(row => point(row.p90_days))},
        ],
      }),
    });
  }

  const ranking = () => value(grains.company.members[0], 'quota') === null
    ? bars('ranking', 'rep', 'win_rate', {limit: 15, wide: true})
    : bars('ranking', 'rep', 'quota_attainment', {limit: 15, wide: true});

  const CHARTS = {
    revenue: [
      () => trend('revenue_trend', 'total_revenue', 'bar'), revenueBySegment, () => trend('growth', 'revenue_growth', 'line'),
      () => bars('deal_size', 'segment', 'average_deal_size'),
      () => bars('revenue_channels', 'channel', 'total_revenue', {fixed: true, note: text('chart.channels.note')}),
    ],
    conversion: [
      funnel, () => trend('win_rate_trend', 'win_rate', 'line'), () => trend('lead_conversion_trend', 'lead_conversion_rate', 'line'),
      () => bars('win_rate_segments', 'segment', 'win_rate'),
    ],
    pipeline: [
      forecast, () => trend('coverage', 'pipeline_coverage', 'line'), stages,
      () => bars('coverage_segments', 'segment', 'pipeline_coverage'),
    ],
    customers: [
      customers, () => trend('retention', 'customer_retention_rate', 'line'), () => bars('churn_segments', 'segment', 'churn_rate'),
      () => bars('cac_channels', 'channel', 'cac', {fixed: true, note: text('chart.channels.note')}),
    ],
    team: [
      ranking, () => trend('attainment', 'quota_attainment_rate', 'line'),
      () => bars('teams', 'team', 'quota_attainment', {fixed: true, note: text('chart.teams.note')}),
    ],
    further: [],
  };

  // ---- Sections

  const notSet = () => h('span', {class: 'note'}, text('not_set'));

  function card(kpi) {
    const member = selected();
    const compared = comparison(member, kpi.name);
    const unit = unitOf(kpi.name);
    const isOk = compared.status === 'ok';
    const change = shownChange(compared, unit);
    const before = periods[LAST - 1]?.name;
    const spark = h('div', {class: 'spark', 'aria-hidden': 'true'});
    const series = over(member, kpi.name);
    const hasTrend = series.some(exact => exact !== null);
    const box = h('article', {class: 'card', 'data-kpi': kpi.name},
      h('h3', {}, definitionLink(kpi.name, kpi.label)),
      h('p', {class: `value ${isOk ? '' : 'none'}`, 'data-exact': value(member, kpi.name), 'data-status': compared.status}, valueText(member, kpi)),
      h('p', {class: 'changes'}, ...(isOk
        ? change && before ? [h('b', {class: tone(compared, kpi)}, change), ' ', text('versus', {period: before})] : []
        : [text('why.' + compared.status)])),
      hasTrend ? spark : null,
      h('dl', {},
        h('dt', {}, text('target')),
        h('dd', {'data-exact': compared.target}, ...(compared.target === null ? [notSet()]
          : [shown(compared.target, unit), ' ', targetChip(compared, kpi.better)])),
        h('dt', {}, text('benchmark')), h('dd', {'data-exact': compared.benchmark}, compared.benchmark === null ? notSet() : shown(compared.benchmark, unit)),
        h('dt', {}, text('year_ago')), h('dd', {'data-exact': compared.year_ago_value}, shown(compared.year_ago_value, unit))));
    return {box, draw: () => hasTrend && draw(spark, {
      grid: {left: 6, right: 8, top: 8, bottom: 6}, tooltip: tooltip(unit),
      xAxis: {type: 'category', data: periods.map(p => p.name), show: false, boundaryGap: false},
      yAxis: {type: 'value', show: false, scale: true},
      series: [{
        type: 'line', name: kpi.label, symbol: 'circle', showSymbol: true, lineStyle: {color: style('--accent'), width: 2},
        areaStyle: {color: style('--accent'), opacity: .08, origin: 'start'},
        data: series.map((exact, i) => point(exact, {
          symbolSize: i === LAST ? 8 : 0.01,
          itemStyle: period.complete ? {color: style('--accent')} : {color: style('--surface'), borderColor: style('--accent'), borderWidth: 2},
        })),
        markLine: compared.target === null ? undefined : {
          silent: true, symbol: 'none', label: {show: false}, data: [{yAxis: Number(compared.target)}],
          lineStyle: {color: style('--contrast'), type: 'dashed', width: 1},
        },
      }, ...reaching(compared.target)],
    })};
  }

  /** Says how a card is read. */
  function reading() {
    return h('aside', {class: 'reading'}, h('h3', {}, text('reading')),
      h('p', {}, text('reading.line', {first: periods[0].name, last: period.name})),
      h('p', {}, text('reading.target')),
      h('p', {}, text('reading.definition')));
  }

  function kpiTable(names) {
    const member = selected();
    const heads = ['kpi', 'value', 'change', 'year_ago', 'target', 'benchmark'];
    const labels = Object.fromEntries(heads.map(head => [head, text(head)]));
    labels.change = LAST ? text('versus', {period: periods[LAST - 1].name}) : labels.change;
    return h('div', {class: 'panel kpis'}, h('table', {class: 'stacked'},
      h('thead', {}, h('tr', {}, heads.map(head => h('th', {scope: 'col'}, labels[head])))),
      h('tbody', {}, names.map(name => kpis.get(name)).filter(Boolean).map(kpi => {
        const compared = comparison(member, kpi.name);
        const unit = unitOf(kpi.name);
        const isOk = compared.status === 'ok';
        return h('tr', {'data-kpi': kpi.name},
          h('td', {}, definitionLink(kpi.name, kpi.label)),
          h('td', {'data-label': labels.value, class: isOk ? 'strong' : 'none', 'data-exact': value(member, kpi.name), title: isOk ? null : text('why.' + compared.status)},
            isOk ? valueText(member, kpi) : h('span', {class: 'chip'}, valueText(member, kpi))),
          h('td', {'data-label': labels.change, class: tone(compared, kpi), 'data-exact': compared.change}, shownChange(compared, unit) ?? '–'),
          h('td', {'data-label': labels.year_ago, 'data-exact': compared.year_ago_value}, shown(compared.year_ago_value, unit)),
          h('td', {'data-label': labels.target, class: compared.target === null ? 'none' : null, 'data-exact': compared.target},
            h('span', {}, shown(compared.target, unit), compared.target === null ? '' : ' ', targetChip(compared, kpi.better))),
          h('td', {'data-label': labels.benchmark, class: compared.benchmark === null ? 'none' : null, 'data-exact': compared.benchmark}, shown(compared.benchmark, unit)));
      }))));
  }

  const REP_COLUMNS = ['bookings', 'quota', 'quota_attainment', 'win_rate', 'average_deal_size'];
  const REPS_AT_ONCE = 20;

  function repTable() {
    const columns = REP_COLUMNS.filter(name => !kpis.has(name) ? name === 'bookings' || name === 'quota' : true);
    const label = name => kpis.get(name)?.label ?? text('measure.' + name);
    const all = [...within('rep')].filter(member => !state.rep || member.key[0] === state.rep);
    let sorted = {by: 'bookings', down: true};
    let count = isPrinting() ? 60 : REPS_AT_ONCE;
    const head = h('tr');
    const body = h('tbody');
    const more = h('div', {class: 'more'});
    const compare = (a, b) => {
      const [left, right] = sorted.by === 'name' ? [repName(a), repName(b)] : [value(a, sorted.by), value(b, sorted.by)];
      if (left === null || right === null) {
        return (left === null) - (right === null);
      }
      const order = sorted.by === 'name' ? left.localeCompare(right, locale) : Number(left) - Number(right);
      return sorted.down ? -order : order;
    };
    const fill = () => {
      const shownReps = all.sort(compare).slice(0, count);
      head.replaceChildren(...['name', ...columns].map(name => {
        const isBy = sorted.by === name;
        const button = h('button', {type: 'button', class: 'sort'},
          name === 'name' ? text('column.rep_name') : label(name), isBy ? (sorted.down ? ' ↓' : ' ↑') : '');
        button.addEventListener('click', () => {
          sorted = {by: name, down: isBy ? !sorted.down : name !== 'name'};
          fill();
        });
        return h('th', {scope: 'col', 'aria-sort': isBy ? (sorted.down ? 'descending' : 'ascending') : null}, button);
      }));
      body.replaceChildren(...shownReps.map(member => h('tr', {'data-rep': member.key[0]},
        h('td', {}, repName(member), ' ', h('span', {class: 'note'}, named(member.team ?? ''))),
        columns.map(name => h('td', {'data-label': label(name), 'data-exact': value(member, name)}, shown(value(member, name), unitOf(name)))))));
      const button = h('button', {type: 'button'}, text('show_more'));
      button.addEventListener('click', () => {
        count += REPS_AT_ONCE * 2;
        fill();
      });
      more.replaceChildren(...(all.length > shownReps.length ? [button] : []),
        h('span', {}, text('rows_shown', {shown: shownReps.length, all: all.length})));
    };
    fill();
    return h('div', {class: 'panel reps'}, h('h3', {}, text('table.reps')),
      h('table', {class: 'stacked'}, h('thead', {}, head), body), more);
  }

  /** Says so where the page has not all members. */
  function limitNote(grain) {
    const {published, members} = grains[grain];
    return published > members.length
      ? `${text('sheet.' + grain)}: ${text('filter.limited', {shown: number(members.length, {}), published: number(published, {})})}` : '';
  }

  const BODIES = {
    overview: () => {
      const cards = [...kpis.values()].filter(kpi => kpi.isCore).map(card);
      return [{box: h('div', {class: 'cards'}, cards.map(one => one.box), reading()), draw: () => cards.forEach(one => one.draw())}];
    },
    close: () => [closeFacts(), ...data.close.parts.map(closePart),
      data.close.isKnown ? null : h('p', {class: 'note'}, text('close.unknown'))]
      .filter(Boolean).map(box => ({box, draw: () => {}})),
    definitions: () => [{draw: () => {}, box: h('div', {class: 'definitions'}, [...kpis.values()].map(kpi =>
      h('article', {class: 'panel definition', id: `def-${kpi.name}`},
        h('h3', {}, kpi.label),
        h('p', {lang: kpi.isTranslated ? null : 'en'}, kpi.description),
        h('code', {}, `${kpi.name} = ${kpi.formula}`),
        h('p', {class: 'facts'}, `${text('unit')}: ${text('unit.' + kpi.unit.replaceAll(' ', '_'), {currency})} · ${text('better')}: ${text('better.' + kpi.better)}`),
        h('p', {class: 'facts'}, kpi.inputs.map(name => kpis.get(name)?.label ?? text('measure.' + name)).join(' · ')))))}],
  };

  /** A part of a close: the rows as they stand in the tables. */
  function closePart({name, columns, rows, all}) {
    const heading = column => data.texts['column.' + column] ?? text('measure.' + column);
    const isNumber = column => ['rows', 'bookings', 'revenue', 'difference', 'won_deals', 'invoice_lines', 'as_closed', 'as_now'].includes(column);
    const cell = (exact, column) => isNumber(column) && exact !== null
      ? h('td', {'data-exact': exact}, number(exact, {maximumFractionDigits: 6}))
      : h('td', {class: 'text'}, exact ?? '');
    return h('div', {class: 'panel close', 'data-part': name}, h('h3', {}, text('close.' + name)),
      rows.length < all ? h('p', {class: 'note'}, text('close.limited', {shown: rows.length, all})) : null,
      all ? h('div', {class: 'scroll'}, h('table', {},
        h('thead', {}, h('tr', {}, columns.map(column => h('th', {scope: 'col'}, heading(column))))),
        h('tbody', {}, rows.map(row => h('tr', {}, row.map((exact, i) => cell(exact, columns[i]))))))) : h('p', {class: 'empty'}, text('close.nothing')));
  }

  const closeFacts = () => h('dl', {class: 'panel facts'}, Object.entries(data.close.facts).map(([name, fact]) =>
    [h('dt', {}, text('column.' + name)), h('dd', {}, fact)]).flat());

  function area(name) {
    const charts = CHARTS[name].map(make => make());
    return [
      {box: kpiTable(data.areas[name]), draw: () => {}},
      {box: h('div', {class: 'charts'}, charts.map(chart => chart.box)), draw: () => charts.forEach(chart => chart.draw())},
      ...(name === 'team' ? [{box: repTable(), draw: () => {}}] : []),
    ];
  }

  const names = ['overview', ...(data.close ? ['close'] : []), ...Object.keys(data.areas).filter(name => data.areas[name].some(kpi => kpis.has(kpi))), 'definitions'];
  const title = name => text(name in data.areas ? 'area.' + name : name);

  function render(name) {
    const section = document.getElementById(name);
    drop(section);
    const parts = BODIES[name]?.() ?? area(name);
    section.replaceChildren(h('h2', {}, title(name)), ...parts.map(part => part.box));
    parts.forEach(part => part.draw());
  }

  const main = document.getElementById('main');
  names.forEach(name => {
    main.append(h('section', {id: name, hidden: true}));
    document.getElementById('sections').append(h('a', {href: `#${name}`}, title(name)));
  });

  function current() {
    const hash = decodeURIComponent(location.hash.slice(1));
    return hash.startsWith('def-') ? 'definitions' : names.includes(hash) ? hash : 'overview';
  }

  function show() {
    names.forEach(name => document.getElementById(name).hidden = name !== current());
    document.querySelectorAll('#sections a').forEach(link => {
      const isCurrent = link.getAttribute('href') === `#${current()}`;
      isCurrent ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
      if (isCurrent) {
        link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 40;
      }
    });
    const scope = document.getElementById('scope');
    const isFiltered = Boolean(state.segment || state.rep);
    scope.replaceChildren(...(isFiltered ? [h('strong', {}, scopeName())] : []),
      ...(selected() ? [] : [' – ', text('filter.nothing', {member: scopeName()})]),
      ...(period.complete ? [] : [isFiltered ? ' · ' : '', text('running.note')]));
    document.getElementById('limits').replaceChildren(
      ...['segment', 'team', 'rep', 'channel', ...(isFiltered ? ['rep_segment'] : [])].map(limitNote).filter(Boolean).map(note => h('p', {}, note)));
    document.getElementById('reset').hidden = !isFiltered;
    for (const option of document.getElementById('rep').options) {
      option.disabled = Boolean(option.value && state.segment && !find('rep_segment', option.value, state.segment));
    }
    for (const option of document.getElementById('segment').options) {
      option.disabled = Boolean(option.value && state.rep && !find('rep_segment', state.rep, option.value));
    }
    render(current());
  }

  window.addEventListener('hashchange', () => {
    show();
    const definition = location.hash.startsWith('#def-') && document.getElementById(location.hash.slice(1));
    definition ? definition.scrollIntoView({block: 'center'}) : window.scrollTo(0, 0);
  });

  // ---- Filters

  function fillFilter(name, members, all) {
    const select = document.getElementById(name);
    const options = members.map(member => [keyWithin(name, member), nameWithin(name, member)])
      .sort((a, b) => a[1].localeCompare(b[1], locale));
    select.replaceChildren(h('option', {value: ''}, all), ...options.map(([key, label]) => h('option', {value: key}, label)));
    select.addEventListener('change', () => {
      state[name] = select.value;
      show();
    });
  }
  fillFilter('segment', grains.segment.members, text('filter.all_segments'));
  fillFilter('rep', grains.rep.members, text('filter.all_reps'));
  document.getElementById('filters').addEventListener('reset', () => {
    state.segment = state.rep = '';
    show();
  });

  // ---- The frame

  document.getElementById('period').append(...[runningChip()].filter(Boolean));
  document.getElementById('meta').textContent =
    `${day(period.start)} – ${day(period.end)} · ${text('as_of')} ${day(data.asOf)} · ${currency}`;
  document.getElementById('footer').append(h('p', {}, `${text('run')} ${data.run}`));

  window.addEventListener('resize', () => !isPrinting() && live.forEach(chart => chart.resize()));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  NARROW.addEventListener('change', show);
  window.addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    names.forEach(render);
  });
  window.addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    names.forEach(name => drop(document.getElementById(name)));
    show();
  });
  show();
})();
