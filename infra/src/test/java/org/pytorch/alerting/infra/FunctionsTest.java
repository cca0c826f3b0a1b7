package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terraform deploys what the build produces, with the variables that the code reads. */
class FunctionsTest {
  private static final String ENVIRONMENT = "org/pytorch/alerting/runtime/Environment";
  private static final Set<String> READERS =
      Set.of("required", "optional", "number", "flag", "endpoint");

  /** Lambda sets these; a function must not. */
  private static final Set<String> SET_BY_LAMBDA = Set.of("AWS_REGION");

  /** Not set on AWS; on one machine they select other endpoints. */
  private static final String ENDPOINT_PREFIX = "AWS_ENDPOINT_URL_";

  /** In bytes: the largest zip that Lambda accepts without a bucket. */
  private static final long MAX_ZIP_BYTES = 50L * 1024 * 1024;

  private static final Terraform TERRAFORM = Terraform.read();

  static Stream<String> functions() {
    return TERRAFORM.table("functions").keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void the_handler_is_a_class_in_the_deployed_zip(String function) throws Exception {
    String handler = (String) row(function).get("handler");
    assertThat(handler).endsWith("::handleRequest");
    String type = handler.substring(0, handler.indexOf("::"));

    assertThat(artefact(function).contains(type.replace('.', '/') + ".class")).isTrue();
    Class<?> handlerClass = Class.forName(type);
    assertThat(RequestStreamHandler.class).isAssignableFrom(handlerClass);
    assertThat(handlerClass.getConstructor()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void exactly_the_variables_that_the_code_reads_are_set(String function) {
    // Two functions may share a zip; each has only the variables that it reads.
    Set<String> set =
        functions()
            .filter(other -> row(other).get("artefact").equals(row(function).get("artefact")))
            .flatMap(other -> variables(other).stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(set).isEqualTo(variablesRead(artefact(function)));
  }

  @Test
  void the_common_variables_are_those_that_the_shared_code_reads() {
    assertThat(TERRAFORM.one("resource", "aws_lambda_function", "function").text())
        .contains("variables = merge(each.value.variables, local.common_variables)");
    assertThat(common()).isEqualTo(sharedVariables());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void no_variable_is_set_twice(String function) {
    assertThat(variables(function)).doesNotContainAnyElementsOf(common());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void the_zip_is_small_enough_for_an_upload(String function) throws Exception {
    assertThat(Files.size(Repository.zip(artefact(function).name()))).isLessThan(MAX_ZIP_BYTES);
  }

  private static Set<String> variablesRead(Artefact artefact) {
    Stream<ConstantCalls> borrowed =
        artefact.borrowedClasses().stream()
            .flatMap(file -> ConstantCalls.in(file, ENVIRONMENT).stream());
    return read(Stream.concat(artefact.calls(ENVIRONMENT).stream(), borrowed).toList());
  }

  private static Set<String> sharedVariables() {
    return functions()
        .flatMap(function -> artefact(function).sharedClasses().stream())
        .flatMap(file -> ConstantCalls.in(file, ENVIRONMENT).stream())
        // AWS's endpoints: their variables are the caller's, and only the local stack sets them.
        .filter(call -> !call.method().equals("endpoint"))
        .map(call -> read(List.of(call)))
        .flatMap(Set::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> read(List<ConstantCalls> calls) {
    Set<String> read =
        calls.stream()
            .filter(call -> READERS.contains(call.method()))
            .map(call -> call.text(0))
            .filter(name -> !name.startsWith(ENDPOINT_PREFIX))
            .collect(Collectors.toCollection(TreeSet::new));
    read.removeAll(SET_BY_LAMBDA);
    return read;
  }

  @SuppressWarnings("unchecked") // The row's variables are a map.
  private static Set<String> variables(String function) {
    return new TreeSet<>(((Map<String, Object>) row(function).get("variables")).keySet());
  }

  @SuppressWarnings("unchecked") // The variables are a map.
  private static Set<String> common() {
    return new TreeSet<>(((Map<String, Object>) TERRAFORM.local("common_variables")).keySet());
  }

  private static Artefact artefact(String function) {
    return new Artefact((String) row(function).get("artefact"));
  }

  private static Map<String, Object> row(String function) {
    return TERRAFORM.table("functions").get(function);
  }
}
