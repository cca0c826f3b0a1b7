package org.pytorch.alerting.console.picture;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jsoup.nodes.Entities;
import org.pytorch.alerting.console.machine.Drawing;
import org.pytorch.alerting.console.machine.Drawing.Box;
import org.pytorch.alerting.console.machine.Drawing.Line;
import org.pytorch.alerting.console.machine.Drawing.Point;
import org.pytorch.alerting.console.machine.Flow;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.run.Visit;

/**
 * A state machine as SVG. Colours come from the page's style sheet by class; a symbol and a word
 * say the same without colour. Each state is a link.
 */
public final class GraphSvg {
  /** In pixels; a wider picture is made smaller where it does not fit. */
  private static final double WIDE = 1000;

  /** In pixels, of a letter below a name; and of the symbol before it with the padding after it. */
  private static final double NOTE_CHARACTER = 5.8;

  private static final double BESIDE_NOTE = 38;

  private static final double RADIUS = 8;
  private static final double ARROW = 5;
  private static final int NAME_LENGTH = 33;

  private final StringBuilder svg = new StringBuilder();
  private final ExecutionPath path;
  private final String selected;
  private final UnaryOperator<String> address;

  private GraphSvg(ExecutionPath path, String selected, UnaryOperator<String> address) {
    this.path = path;
    this.selected = selected;
    this.address = address;
  }

  /**
   * {@return the element}
   *
   * @param selected the state whose details are shown; empty for none
   * @param address the page to show when a state is chosen, by its name
   */
  public static String of(
      Drawing drawing, ExecutionPath path, String selected, UnaryOperator<String> address) {
    GraphSvg graph = new GraphSvg(path, selected, address);
    graph.draw(drawing);
    return graph.svg.toString();
  }

  private void draw(Drawing drawing) {
    svg.append(
        ("<svg class=\"graph%s\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"group\""
                + " aria-label=\"State machine: each state is a link to its details\">")
            .formatted(
                drawing.width() > WIDE ? " wide" : "",
                n(drawing.width()),
                n(drawing.height()),
                n(drawing.width()),
                n(drawing.height())));
    List<Box> frames = drawing.boxes().stream().filter(Box::isFrame).toList();
    frames.forEach(this::frame);
    drawing.lines().stream().filter(line -> !isTaken(line)).forEach(this::line);
    drawing.lines().stream().filter(this::isTaken).forEach(this::line);
    drawing.lines().forEach(this::label);
    frames.forEach(this::frameTitle);
    drawing.boxes().stream().filter(box -> !box.isFrame()).forEach(this::box);
    svg.append("</svg>");
  }

  private boolean isTaken(Line line) {
    Flow.Edge edge = line.edge();
    return edge.from().isEmpty()
        ? path.status(edge.to()).isPresent()
        : path.steps(edge.from(), edge.to()) > 0 && isOfThisKind(edge);
  }

  /** Between the same two states, a caught error takes the Catch and a success the other path. */
  private boolean isOfThisKind(Flow.Edge edge) {
    boolean caught =
        path.visits(edge.from()).stream().anyMatch(visit -> visit.status() == Status.CAUGHT);
    boolean succeeded =
        path.visits(edge.from()).stream().anyMatch(visit -> visit.status() == Status.SUCCEEDED);
    return edge.kind() == Flow.Kind.CATCH ? caught : succeeded;
  }

  private void line(Line line) {
    Flow.Edge edge = line.edge();
    String css =
        "way%s%s"
            .formatted(
                isTaken(line) ? " taken" : "", edge.kind() == Flow.Kind.CATCH ? " catch" : "");
    if (edge.from().isEmpty()) {
      Point start = line.points().getFirst();
      svg.append(
          "<circle class=\"start\" cx=\"%s\" cy=\"%s\" r=\"6\"/>"
              .formatted(n(start.x()), n(start.y() - 6)));
    }
    svg.append("<path class=\"%s\" d=\"%s\">".formatted(css, path(line.points())));
    title(edge);
    svg.append("</path>");
    arrow(css, line.points());
  }

  private void title(Flow.Edge edge) {
    String what =
        switch (edge.kind()) {
          case NEXT -> "";
          case CHOICE -> " when " + (edge.label().isEmpty() ? "its rule matches" : edge.label());
          case DEFAULT -> " when no rule matches";
          case CATCH -> " on " + edge.label();
        };
    String from = edge.from().isEmpty() ? "Start" : edge.from();
    svg.append("<title>%s</title>".formatted(escape("%s → %s%s".formatted(from, edge.to(), what))));
  }

  /** With rounded corners. */
  private static String path(List<Point> points) {
    StringBuilder path = new StringBuilder("M" + at(points.getFirst()));
    for (int i = 1; i < points.size() - 1; i++) {
      Point corner = points.get(i);
      path.append("L").append(at(towards(corner, points.get(i - 1))));
      path.append("Q")
          .append(at(corner))
          .append(' ')
          .append(at(towards(corner, points.get(i + 1))));
    }
    return path.append("L").append(at(points.getLast())).toString();
  }

  private static Point towards(Point from, Point to) {
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    double step = length == 0 ? 0 : Math.min(RADIUS, length / 2) / length;
    return new Point(from.x() + (to.x() - from.x()) * step, from.y() + (to.y() - from.y()) * step);
  }

  private void arrow(String css, List<Point> points) {
    Point tip = points.getLast();
    Point before = points.get(points.size() - 2);
    double length = Math.max(1e-9, Math.hypot(tip.x() - before.x(), tip.y() - before.y()));
    double x = (tip.x() - before.x()) / length * ARROW;
    double y = (tip.y() - before.y()) / length * ARROW;
    svg.append(
        "<path class=\"%s arrow\" d=\"M%sL%sL%sZ\"/>"
            .formatted(
                css,
                at(tip),
                at(new Point(tip.x() - 1.4 * x - 0.8 * y, tip.y() - 1.4 * y + 0.8 * x)),
                at(new Point(tip.x() - 1.4 * x + 0.8 * y, tip.y() - 1.4 * y - 0.8 * x))));
  }

  private void label(Line line) {
    if (!line.label().isEmpty()) {
      svg.append(
          "<text class=\"edge-label%s\" x=\"%s\" y=\"%s\">%s</text>"
              .formatted(
                  isTaken(line) ? " taken" : "",
                  n(line.labelAt().x()),
                  n(line.labelAt().y() + 11),
                  escape(line.label())));
    }
  }

  private void frame(Box box) {
    svg.append("<rect class=\"frame%s\" %s rx=\"8\"/>".formatted(css(box), rect(box)));
  }

  private void frameTitle(Box box) {
    open(box);
    svg.append(
        "<rect class=\"frame-title\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"38\" rx=\"7\"/>"
            .formatted(n(box.at().x() + 2), n(box.at().y() + 2), n(box.width() - 4)));
    texts(box, box.node().type());
    svg.append("</a>");
  }

  private void box(Box box) {
    open(box);
    svg.append("<rect class=\"state%s\" %s rx=\"6\"/>".formatted(css(box), rect(box)));
    texts(box, box.node().type());
    svg.append("</a>");
  }

  private void open(Box box) {
    String name = box.node().name();
    String note = path.note(name);
    svg.append(
        "<a href=\"%s\" class=\"node\" data-state=\"%s\"%s aria-label=\"%s\">"
            .formatted(
                escape(address.apply(name)),
                escape(name),
                name.equals(selected) ? " aria-current=\"true\"" : "",
                escape(
                    "%s, %s, %s"
                        .formatted(
                            name, box.node().type(), note.isEmpty() ? "not visited" : note))));
    String comment = box.node().comment().map(text -> "\n" + text).orElse("");
    svg.append("<title>%s</title>".formatted(escape(name + comment)));
  }

  private void texts(Box box, String type) {
    String name = box.node().name();
    String note = path.note(name);
    String shown = name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH - 1) + "…";
    double x = box.at().x() + 32;
    double y = box.at().y();
    svg.append(
        "<text class=\"symbol\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(
                n(box.at().x() + 16),
                n(y + 27),
                path.status(name).map(Status::symbol).orElse("○")));
    svg.append(
        "<text class=\"name\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(n(x), n(y + 19), escape(shown)));
    String below = note.isEmpty() ? type : note + items(box);
    svg.append(
        "<text class=\"note\" x=\"%s\" y=\"%s\"%s>%s</text>"
            .formatted(n(x), n(y + 34), squeezed(below, box), escape(below)));
  }

  /** {@return attributes that make a text fit into its box; empty if it does by itself} */
  private static String squeezed(String text, Box box) {
    double room = box.width() - BESIDE_NOTE;
    return text.length() * NOTE_CHARACTER <= room
        ? ""
        : " textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\"".formatted(n(room));
  }

  private String items(Box box) {
    int items =
        path.visits(box.node().name()).stream().map(Visit::items).mapToInt(List::size).sum();
    return box.isFrame() && box.node().type().equals("Map")
        ? " · " + (items == 1 ? "1 item" : items + " items")
        : "";
  }

  private String css(Box box) {
    String name = box.node().name();
    return " %s%s"
        .formatted(
            path.status(name).map(Status::css).orElse("not-visited"),
            name.equals(selected) ? " selected" : "");
  }

  private static String rect(Box box) {
    return "x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
        .formatted(n(box.at().x()), n(box.at().y()), n(box.width()), n(box.height()));
  }

  private static String at(Point point) {
    return n(point.x()) + " " + n(point.y());
  }

  private static String n(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String text) {
    return Entities.escape(text);
  }
}
