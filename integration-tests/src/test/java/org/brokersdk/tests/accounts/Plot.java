package org.brokersdk.tests.accounts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws lines over time, one below the other, as SVG. */
final class Plot {

    private static final int WIDTH = 1_000;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int HEIGHT = 130;
    private static final int GAP = 50;

    /**
     * What is drawn.
     *
     * @param name what it is, with its unit
     * @param values one for each second
     */
    record Line(String name, double[] values) {}

    private Plot() {}

    static String svg(String title, List<Line> lines) {
        int height = TOP + lines.size() * (HEIGHT + GAP);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\">",
                WIDTH,
                height);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        add(svg, "<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>", LEFT, title);
        for (int i = 0; i < lines.size(); i++) {
            add(svg, lines.get(i), TOP + i * (HEIGHT + GAP) + 20);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void add(StringBuilder svg, Line line, int top) {
        double highest = Math.max(1, Arrays.stream(line.values()).max().orElse(1));
        int bottom = top + HEIGHT;
        add(svg, "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, top - 6, line.name());
        for (int part = 0; part <= 2; part++) {
            int y = bottom - HEIGHT * part / 2;
            add(svg, "<path d=\"M%d %dH%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT);
            add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.1f</text>", LEFT - 6, y + 4, highest * part / 2);
        }
        int seconds = line.values().length;
        for (int part = 0; part <= 6; part++) {
            int x = LEFT + (WIDTH - LEFT - RIGHT) * part / 6;
            add(svg, "<path d=\"M%d %dV%d\" stroke=\"#ddd\"/>", x, top, bottom);
            add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d s</text>", x, bottom + 14, seconds * part / 6);
        }
        String points = IntStream.range(0, seconds)
                .mapToObj(second -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + (double) (WIDTH - LEFT - RIGHT) * second / Math.max(1, seconds - 1),
                        bottom - HEIGHT * line.values()[second] / highest))
                .collect(Collectors.joining(" "));
        add(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"#06c\"/>", points);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
