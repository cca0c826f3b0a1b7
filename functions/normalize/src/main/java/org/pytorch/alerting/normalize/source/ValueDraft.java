package org.pytorch.alerting.normalize.source;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.Text;

/**
 * A value under construction: it makes a sender's text readable for people, and leaves out what
 * cannot be shown.
 */
public final class ValueDraft {
  /** A number that is short enough for cheap arithmetic. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,20}(?:[.][0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?");

  /** A threshold as people write it, such as {@code > 300}. */
  private static final Pattern COMPARED =
      Pattern.compile("(?<sign>>=|<=|==|!=|[><=≥≤≠])\\s{0,10}(?<rest>\\S.*)");

  /** In code points: a threshold with its comparison is read to here. */
  private static final int MAX_THRESHOLD_LENGTH = 200;

  /** Enough for every measurement, and few enough to hide rounding errors of binary fractions. */
  private static final MathContext DIGITS = new MathContext(15);

  /** In digits: longer numbers are easier to read with their exponent. */
  private static final int MAX_PLAIN_DIGITS = 15;

  private final Optional<String> name;
  private final Optional<String> value;
  private Optional<String> comparison = Optional.empty();
  private Optional<String> limit = Optional.empty();
  private Optional<String> unit = Optional.empty();

  public ValueDraft(String name, String value) {
    this.name = line(name, MeasuredValue.MAX_NAME_LENGTH);
    this.value = line(number(value), MeasuredValue.MAX_VALUE_LENGTH);
  }

  /** Takes what the value is compared with, which may begin with the comparison. */
  public ValueDraft threshold(String text) {
    Optional<String> line = line(text, MAX_THRESHOLD_LENGTH);
    Optional<Matcher> compared = line.map(COMPARED::matcher).filter(Matcher::matches);
    compared.ifPresentOrElse(
        it -> comparison(it.group("sign")).limit(it.group("rest")),
        () -> line.ifPresent(this::limit));
    return this;
  }

  /** Takes a comparison and its threshold; an unknown comparison is shown with the threshold. */
  public ValueDraft threshold(String sign, String limit) {
    if (!MeasuredValue.COMPARISONS.contains(plain(sign))) {
      return threshold(sign + " " + limit);
    }
    line(limit, MAX_THRESHOLD_LENGTH).ifPresent(text -> comparison(sign).limit(text));
    return this;
  }

  /** Takes one of {@link MeasuredValue#COMPARISONS}; it is shown only with a limit. */
  public ValueDraft comparison(String sign) {
    comparison = Optional.of(plain(sign)).filter(MeasuredValue.COMPARISONS::contains);
    return this;
  }

  /** Takes what the value is compared with, without the comparison. */
  public ValueDraft limit(String text) {
    limit = line(number(text), MeasuredValue.MAX_VALUE_LENGTH);
    return this;
  }

  /** Takes the unit of the value and of its limit. */
  public ValueDraft unit(String text) {
    unit = line(text, MeasuredValue.MAX_UNIT_LENGTH);
    return this;
  }

  /** {@return the value; empty if it or its name has no text} */
  public Optional<MeasuredValue> finish() {
    Optional<String> sign = comparison.filter(_ -> limit.isPresent());
    return name.flatMap(
        known -> value.map(measured -> new MeasuredValue(known, measured, limit, sign, unit)));
  }

  /** {@return {@code text} as people write it if it is a number, such as 412 for 412.0} */
  private static String number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return text;
    }
    BigDecimal number = new BigDecimal(text).round(DIGITS).stripTrailingZeros();
    int digits = Math.max(number.precision(), number.precision() - number.scale());
    return digits <= MAX_PLAIN_DIGITS && number.scale() <= MAX_PLAIN_DIGITS
        ? number.toPlainString()
        : number.toString();
  }

  private static String plain(String sign) {
    return switch (sign) {
      case "==" -> "=";
      case "≥" -> ">=";
      case "≤" -> "<=";
      case "≠" -> "!=";
      default -> sign;
    };
  }

  private static Optional<String> line(String text, int maxCodePoints) {
    // Cut twice: white space is collapsed in little time, and then what is left counts.
    String line = Text.cut(Text.line(Text.cut(text, 4 * maxCodePoints)), maxCodePoints);
    return Optional.of(line).filter(shown -> !shown.isBlank() && !Placeholders.isAll(shown));
  }
}
