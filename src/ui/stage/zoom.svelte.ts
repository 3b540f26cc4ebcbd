// Zooming and panning of the picture with d3-zoom: the wheel with Ctrl (or a pinch) zooms, dragging pans.

import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';

export class Zoom {
  #transform = $state.raw<ZoomTransform>(zoomIdentity);
  #element: SVGSVGElement | undefined;
  readonly #behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.6, 5])
    .filter((event: MouseEvent | WheelEvent) =>
      event.type === 'wheel' ? event.ctrlKey || event.metaKey : !event.ctrlKey && !event.button,
    )
    .clickDistance(4)
    .on('zoom', (event: { transform: ZoomTransform }) => (this.#transform = event.transform));

  get transform(): string {
    return this.#transform.toString();
  }

  get moved(): boolean {
    return (
      this.#transform !== zoomIdentity &&
      (this.#transform.k !== 1 || this.#transform.x !== 0 || this.#transform.y !== 0)
    );
  }

  readonly attach = (element: SVGSVGElement): (() => void) => {
    this.#element = element;
    select(element).call(this.#behaviour).on('dblclick.zoom', null);
    return () => select(element).on('.zoom', null);
  };

  reset(): void {
    if (this.#element) select(this.#element).call((svg) => this.#behaviour.transform(svg, zoomIdentity));
  }
}
