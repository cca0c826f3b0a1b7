package org.pytorch.alerting.console.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.pytorch.alerting.console.machine.Drawing.Box;
import org.pytorch.alerting.console.machine.Drawing.Line;
import org.pytorch.alerting.console.machine.Drawing.Point;

/**
 * Lays state machines out with the Eclipse Layout Kernel, once per definition. The first layout
 * takes a second, because the library is loaded then. Thread-safe.
 */
public final class Layout {
  /** The height of a state, in pixels; a name has one line and its status another. */
  static final double BOX_HEIGHT = 44;

  /** The side of the start's and of a label's box. */
  private static final double START_SIZE = 14;

  private static final double LABEL_HEIGHT = 14;
  private static final double FRAME_TOP = 46;
  private static final double FRAME_SIDE = 16;
  private static final double CHARACTER = 8.4;
  private static final double LABEL_CHARACTER = 7.2;
  private static final double MIN_WIDTH = 124;
  private static final double MAX_WIDTH = 300;

  /** Of the symbol and of the padding on both sides. */
  private static final double BESIDE_NAME = 44;

  /**
   * How much straighter and shorter transitions without an error are, compared with those of
   * errors.
   */
  private static final int MAIN_WAY = 10;

  private static final int MAX_KEPT = 50;

  private final Map<String, Drawing> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Drawing> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /** {@return the picture of {@code flow}, which was read from {@code definition}} */
  public synchronized Drawing of(String definition, Flow flow) {
    return kept.computeIfAbsent(definition, _ -> laidOut(flow));
  }

  private static Drawing laidOut(Flow flow) {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    ElkNode root = ElkGraphUtil.createGraph();
    setOptions(root);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(8));
    Building building = new Building();
    building.add(root, flow);
    building.addStart(root, flow.startAt());
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return new Drawing(root.getWidth(), root.getHeight(), building.boxes(), building.lines());
  }

  private static void setOptions(ElkNode graph) {
    graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    graph.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    graph.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 12.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 9.0);
    graph.setProperty(CoreOptions.SPACING_NODE_NODE, 16.0);
    graph.setProperty(CoreOptions.SPACING_EDGE_NODE, 12.0);
    graph.setProperty(CoreOptions.SPACING_EDGE_EDGE, 9.0);
    graph.setProperty(CoreOptions.SPACING_EDGE_LABEL, 3.0);
  }

  /** {@return how wide a state is drawn} */
  private static double width(Flow.Node node) {
    return Math.clamp(node.name().length() * CHARACTER + BESIDE_NAME, MIN_WIDTH, MAX_WIDTH);
  }

  /** The library's graph under construction, and what each of its parts stands for. */
  private static final class Building {
    private final Map<ElkNode, Flow.Node> nodes = new LinkedHashMap<>();
    private final Map<ElkEdge, Flow.Edge> edges = new LinkedHashMap<>();
    private final Map<String, ElkNode> byName = new HashMap<>();

    private void add(ElkNode parent, Flow flow) {
      for (Flow.Node node : flow.nodes()) {
        ElkNode box = ElkGraphUtil.createNode(parent);
        nodes.put(box, node);
        byName.put(node.name(), box);
        if (node.inner().isEmpty()) {
          box.setDimensions(width(node), BOX_HEIGHT);
        } else {
          setOptions(box);
          box.setProperty(
              CoreOptions.PADDING, new ElkPadding(FRAME_TOP, FRAME_SIDE, FRAME_SIDE, FRAME_SIDE));
          node.inner().forEach(inner -> add(box, inner));
        }
      }
      flow.edges().forEach(this::add);
    }

    private void add(Flow.Edge edge) {
      ElkEdge line = ElkGraphUtil.createSimpleEdge(byName.get(edge.from()), byName.get(edge.to()));
      edges.put(line, edge);
      int weight = edge.kind() == Flow.Kind.CATCH ? 1 : MAIN_WAY;
      line.setProperty(LayeredOptions.PRIORITY_STRAIGHTNESS, weight);
      line.setProperty(LayeredOptions.PRIORITY_SHORTNESS, weight);
      String text = Definition.shownLabel(edge);
      if (!text.isEmpty()) {
        ElkLabel label = ElkGraphUtil.createLabel(text, line);
        label.setDimensions(text.length() * LABEL_CHARACTER, LABEL_HEIGHT);
        label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
      }
    }

    private void addStart(ElkNode root, String first) {
      ElkNode start = ElkGraphUtil.createNode(root);
      start.setDimensions(START_SIZE, START_SIZE);
      edges.put(
          ElkGraphUtil.createSimpleEdge(start, byName.get(first)),
          new Flow.Edge("", first, Flow.Kind.NEXT, ""));
    }

    private List<Box> boxes() {
      List<Box> boxes = new ArrayList<>();
      nodes.forEach(
          (box, node) -> {
            Point origin = origin(box.getParent());
            boxes.add(
                new Box(
                    node,
                    new Point(origin.x() + box.getX(), origin.y() + box.getY()),
                    box.getWidth(),
                    box.getHeight()));
          });
      return boxes;
    }

    private List<Line> lines() {
      List<Line> lines = new ArrayList<>();
      edges.forEach(
          (line, edge) -> {
            Point origin = origin(line.getContainingNode());
            List<Point> points = new ArrayList<>();
            for (ElkEdgeSection section : line.getSections()) {
              points.add(moved(origin, section.getStartX(), section.getStartY()));
              section
                  .getBendPoints()
                  .forEach(bend -> points.add(moved(origin, bend.getX(), bend.getY())));
              points.add(moved(origin, section.getEndX(), section.getEndY()));
            }
            if (points.isEmpty()) {
              return;
            }
            boolean labelled = !line.getLabels().isEmpty();
            Point labelAt =
                labelled
                    ? moved(
                        origin,
                        line.getLabels().getFirst().getX(),
                        line.getLabels().getFirst().getY())
                    : points.getFirst();
            lines.add(
                new Line(
                    edge, points, labelled ? line.getLabels().getFirst().getText() : "", labelAt));
          });
      return lines;
    }

    private static Point moved(Point origin, double x, double y) {
      return new Point(origin.x() + x, origin.y() + y);
    }

    /** {@return the top left of {@code container} in the whole picture} */
    private static Point origin(ElkNode container) {
      double x = 0;
      double y = 0;
      for (ElkNode node = container; node.getParent() != null; node = node.getParent()) {
        x += node.getX();
        y += node.getY();
      }
      return new Point(x, y);
    }
  }
}
