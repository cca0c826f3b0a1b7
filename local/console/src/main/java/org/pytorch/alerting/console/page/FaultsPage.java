package org.pytorch.alerting.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;
import org.pytorch.alerting.model.json.Json;

/** The faults of the fake GitHub. They affect the pipeline only, so that people can still look. */
public final class FaultsPage {
  /** The ending of an App's login; a person's never ends like this. */
  private static final String PIPELINE = "\\[bot\\]$";

  private static final int LATEST = 25;
  private static final int LAG_S = 30;

  private final PageData data;

  FaultsPage(PageData data) {
    this.data = data;
  }

  /** A fault to turn on. */
  public enum Preset {
    OUTAGE("Outage", "Every request of the pipeline gets a 503, until you turn it off."),
    LOST(
        "Lost answers",
        "The next 3 issues or comments are written, but the connection closes without a response."),
    LIMIT("Rate limit", "The next 3 writes are refused with a 429 and the request to wait 10 s."),
    SLOW("Slow", "Every response to the pipeline takes 5 s, until you turn it off."),
    FORBIDDEN("No access", "The next 3 writes are refused with a 403, as without permission."),
    LAG("Lists lag", "Lists show changes only after 30 s, until you turn it off.");

    private final String title;
    private final String text;

    Preset(String title, String text) {
      this.title = title;
      this.text = text;
    }

    public String title() {
      return title;
    }

    public String text() {
      return text;
    }
  }

  /** A fault that is on. */
  public record On(String what, String requests, String left) {}

  public record Model(
      List<Preset> presets, Part<List<On>> faults, Part<List<GitHub.Request>> requests) {
    public Model {
      presets = List.copyOf(presets);
    }
  }

  void show(Context context) {
    GitHub gitHub = data.sources().gitHub();
    Model model =
        new Model(
            List.of(Preset.values()),
            Part.of(() -> faults(gitHub)),
            Part.of(
                () ->
                    gitHub.requests().stream()
                        .filter(FaultsPage::isWorthALine)
                        .limit(LATEST)
                        .toList()));
    data.page(context, new Html.About("Faults", "Faults", true), "faults.jte", model);
  }

  /** {@return whether it is not this console's own reading} */
  private static boolean isWorthALine(GitHub.Request request) {
    return !request.method().equals("GET") || request.actor().endsWith("[bot]");
  }

  private static List<On> faults(GitHub gitHub) {
    List<On> on = new ArrayList<>();
    gitHub.faults().forEach(fault -> on.add(fault(fault)));
    int lag = gitHub.rules().path("list_lag_s").asInt();
    if (lag > 0) {
      on.add(
          new On("lists show changes %d s late".formatted(lag), "every list", "until turned off"));
    }
    return on;
  }

  private static On fault(JsonNode fault) {
    List<String> what = new ArrayList<>();
    int status = fault.path("status").asInt();
    if (status > 0) {
      what.add("answers " + status);
    } else if (fault.has("status")) {
      what.add("closes the connection without a response");
    }
    int delay = fault.path("delay_ms").asInt();
    if (delay > 0) {
      what.add("waits %d ms".formatted(delay));
    }
    if (fault.path("after").asText().equals("commit")) {
      what.add("although the request took effect");
    }
    int times = fault.path("times").asInt();
    String path = fault.path("path").asText();
    return new On(
        String.join(", ", what),
        "%s %s"
            .formatted(fault.path("method").asText("any request"), path.isEmpty() ? "" : path)
            .strip(),
        times < 0 ? "until turned off" : times == 1 ? "1 more time" : times + " more times");
  }

  void turnOn(Context context) {
    GitHub gitHub = data.sources().gitHub();
    Optional<Preset> preset =
        Query.form(context, "preset")
            .flatMap(
                name ->
                    List.of(Preset.values()).stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst());
    if (preset.isEmpty()) {
      ErrorPage.notFound(data, context, "There is no such fault", "/faults", "Faults");
      return;
    }
    if (preset.get() == Preset.LAG) {
      lag(gitHub, LAG_S);
    } else {
      ArrayNode faults = Json.mapper().createArrayNode();
      gitHub.faults().forEach(faults::add);
      gitHub.putFaults(faults.add(fault(preset.get())));
    }
    context.redirect("/faults", HttpStatus.SEE_OTHER);
  }

  private static ObjectNode fault(Preset preset) {
    ObjectNode fault = Json.mapper().createObjectNode().put("actor", PIPELINE);
    return switch (preset) {
      case OUTAGE -> fault.put("path", "").put("times", -1).put("status", 503);
      case LOST ->
          fault
              .put("method", "POST")
              .put("path", "/(issues|comments)$")
              .put("times", 3)
              .put("drop", true)
              .put("after", "commit");
      case LIMIT -> {
        fault.put("method", "POST").put("path", "").put("times", 3).put("status", 429);
        fault.putObject("headers").put("retry-after", "10");
        yield fault;
      }
      case SLOW -> fault.put("path", "").put("times", -1).put("delay_ms", 5_000);
      case FORBIDDEN ->
          fault.put("method", "POST").put("path", "").put("times", 3).put("status", 403);
      case LAG -> throw new IllegalArgumentException("a lag is a rule, not a fault");
    };
  }

  void turnOff(Context context) {
    GitHub gitHub = data.sources().gitHub();
    gitHub.putFaults(Json.mapper().createArrayNode());
    lag(gitHub, 0);
    context.redirect("/faults", HttpStatus.SEE_OTHER);
  }

  /** The other rules stay as they are. */
  private static void lag(GitHub gitHub, int seconds) {
    ObjectNode rules = gitHub.rules().deepCopy();
    gitHub.putRules(rules.put("list_lag_s", seconds));
  }
}
