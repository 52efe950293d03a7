const western = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman' }
const type = (eastAsia: string) => ({ ...western, eastAsia, hint: 'eastAsia' as const })

/** The types that offices have; who has none of them sees what Word puts for it. */
export const documentTypes = {
  fangSong: type('仿宋_GB2312'),
  kai: type('楷体_GB2312'),
  hei: type('黑体'),
  xiaoBiaoSong: type('方正小标宋简体'),
  song: { ascii: '宋体', hAnsi: '宋体', cs: '宋体', eastAsia: '宋体' },
}

/** Twentieths of a point. */
export const millimetres = (length: number) => Math.round((length * 1440) / 25.4)
