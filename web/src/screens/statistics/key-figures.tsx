/** Figures with what they count, large and side by side. */
export const KeyFigures = ({ boxes }: { boxes: readonly (readonly [figure: string, label: string])[] }) => (
  <div class="kpi">
    {boxes.map(([figure, label]) => (
      <div key={label} class="box">
        <span class="k">{figure}</span>
        <span class="m s">{label}</span>
      </div>
    ))}
  </div>
)
