package org.pytorch.alerting.infra;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call in compiled code, with its constant arguments. From these calls the tests know which
 * variables a function reads and which metrics it emits, on any path; no separate list can go
 * stale.
 *
 * @param caller the method that calls
 */
record ConstantCalls(String caller, String method, List<Constant> arguments) {
  /** What the code alone says about a value. */
  sealed interface Constant {
    /** A text. */
    record Text(String value) implements Constant {}

    /** The keys of a {@code Map.of(…)}, when all of them are texts. */
    record Keys(List<String> values) implements Constant {}

    /** Known only at run time. */
    enum Unknown implements Constant {
      ONE_WORD,
      /** A long or a double, which some instructions treat as two words. */
      TWO_WORDS
    }
  }

  /**
   * {@return the calls of methods of {@code owner} in a class}
   *
   * @param owner the internal name of the class that has the methods, such as {@code
   *     java/lang/Math}
   */
  static List<ConstantCalls> in(byte[] classFile, String owner) {
    ClassModel model = ClassFile.of().parse(classFile);
    List<ConstantCalls> calls = new ArrayList<>();
    for (MethodModel method : model.methods()) {
      Optional<CodeModel> code = method.code();
      String caller = model.thisClass().asInternalName() + "." + method.methodName().stringValue();
      code.ifPresent(
          found ->
              new StackReading(
                      call -> {
                        if (call.owner().equals(owner)) {
                          calls.add(new ConstantCalls(caller, call.name(), call.arguments()));
                        }
                      })
                  .read(found));
    }
    return calls;
  }

  /** {@return every string constant in a class} */
  static Set<String> texts(byte[] classFile) {
    Set<String> texts = new HashSet<>();
    for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
      if (entry instanceof StringEntry text) {
        texts.add(text.stringValue());
      }
    }
    return texts;
  }

  /**
   * {@return the text of the argument at {@code index}}
   *
   * @throws AssertionError if it is not a constant
   */
  String text(int index) {
    if (arguments.get(index) instanceof Constant.Text(String value)) {
      return value;
    }
    throw new AssertionError(
        "%s calls %s with a computed argument; use a literal".formatted(caller, method));
  }

  /**
   * {@return the keys of the map that is the argument at {@code index}}
   *
   * @throws AssertionError if they cannot be read in the code
   */
  List<String> keys(int index) {
    if (arguments.get(index) instanceof Constant.Keys(List<String> values)) {
      return values;
    }
    throw new AssertionError(
        "%s calls %s with a map that is built elsewhere; write Map.of(…) in the call"
            .formatted(caller, method));
  }
}
