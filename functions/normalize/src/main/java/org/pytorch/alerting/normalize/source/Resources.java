package org.pytorch.alerting.normalize.source;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.Text;

/** Finds the resource of an alert in its labels or dimensions. */
public final class Resources {
  public static final int MAX_EXTRA = 30;
  public static final int MAX_NAME_LENGTH = 100;
  public static final int MAX_VALUE_LENGTH = 300;

  private static final Map<String, Resource.Type> TYPES =
      Map.ofEntries(
          Map.entry("runner", Resource.Type.RUNNER),
          Map.entry("runnername", Resource.Type.RUNNER),
          Map.entry("runnerid", Resource.Type.RUNNER),
          Map.entry("instance", Resource.Type.INSTANCE),
          Map.entry("instancename", Resource.Type.INSTANCE),
          Map.entry("instanceid", Resource.Type.INSTANCE),
          Map.entry("job", Resource.Type.JOB),
          Map.entry("jobname", Resource.Type.JOB),
          Map.entry("jobid", Resource.Type.JOB),
          Map.entry("service", Resource.Type.SERVICE),
          Map.entry("servicename", Resource.Type.SERVICE),
          Map.entry("serviceid", Resource.Type.SERVICE));

  private Resources() {}

  /**
   * {@return the resource in {@code labels}: a runner before an instance, a job, a service; labels
   * that are none of these and not in {@code leaveOut} become its {@code extra}}
   *
   * @param regions the first is the resource's
   * @param leaveOut lower-case names of labels for which an event has other fields
   */
  public static Resource of(
      Map<String, String> labels, Stream<String> regions, Set<String> leaveOut) {
    // In the order of the types, so that the most specific label is the first.
    Map<Resource.Type, Map.Entry<String, String>> subjects = new EnumMap<>(Resource.Type.class);
    labels.entrySet().stream()
        .filter(Resources::hasValue)
        .forEach(label -> type(label.getKey()).ifPresent(t -> subjects.putIfAbsent(t, label)));
    Optional<Map.Entry<String, String>> subject = subjects.values().stream().findFirst();
    String name = subject.map(Map.Entry::getKey).orElse("");
    Map<String, String> others = new LinkedHashMap<>(labels);
    others.remove(name);
    return new Resource(
        subjects.keySet().stream().findFirst().orElse(Resource.Type.GENERIC),
        subject.map(label -> Text.cut(label.getValue(), MAX_VALUE_LENGTH)),
        regions.findFirst().map(text -> Text.cut(text, MAX_NAME_LENGTH)),
        extra(others, leaveOut));
  }

  /**
   * {@return the first {@link #MAX_EXTRA} of {@code labels}, or empty if there are none}
   *
   * @param leaveOut lower-case names of labels to ignore
   */
  public static Optional<Map<String, String>> extra(
      Map<String, String> labels, Set<String> leaveOut) {
    Map<String, String> extra = new TreeMap<>();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      boolean wanted = !leaveOut.contains(label.getKey().toLowerCase(Locale.ROOT));
      if (wanted && extra.size() < MAX_EXTRA && hasValue(label)) {
        extra.put(
            Truncation.hard(label.getKey(), MAX_NAME_LENGTH),
            Text.cut(label.getValue(), MAX_VALUE_LENGTH));
      }
    }
    return extra.isEmpty() ? Optional.empty() : Optional.of(extra);
  }

  private static boolean hasValue(Map.Entry<String, String> label) {
    return !Placeholders.isAll(label.getValue());
  }

  /** {@return whether {@code label} names a runner, an instance, a job or a service} */
  static boolean isResource(String label) {
    return type(label).isPresent();
  }

  private static Optional<Resource.Type> type(String label) {
    String plain = label.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return Optional.ofNullable(TYPES.get(plain));
  }
}
