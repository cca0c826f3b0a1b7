package org.pytorch.alerting.infra;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pytorch.alerting.infra.ConstantCalls.Constant;
import org.pytorch.alerting.infra.ConstantCalls.Constant.Keys;
import org.pytorch.alerting.infra.ConstantCalls.Constant.Text;
import org.pytorch.alerting.infra.ConstantCalls.Constant.Unknown;

/**
 * Reads a method's code from top to bottom and tracks the constants on the operand stack. Where
 * branches meet, only values that are equal on both are kept.
 */
final class StackReading {
  /** A call with its arguments, without the receiver. */
  record Call(String owner, String name, List<Constant> arguments) {}

  private final Consumer<Call> calls;
  private final Map<Label, List<Constant>> expected = new HashMap<>();
  private List<Constant> stack = new ArrayList<>();

  /** Whether the previous instruction falls through to the next one. */
  private boolean reached = true;

  StackReading(Consumer<Call> calls) {
    this.calls = calls;
  }

  void read(CodeModel code) {
    for (CodeElement element : code) {
      if (element instanceof ExceptionCatch handler) {
        expected.put(handler.handler(), List.of(Unknown.ONE_WORD));
      }
    }
    code.forEach(this::read);
  }

  private void read(CodeElement element) {
    switch (element) {
      case LabelTarget target -> arrive(target.label());
      case BranchInstruction branch -> branch(branch);
      case LookupSwitchInstruction choice -> choose(choice.cases(), choice.defaultTarget());
      case TableSwitchInstruction choice -> choose(choice.cases(), choice.defaultTarget());
      case ReturnInstruction _, ThrowInstruction _ -> reached = false;
      case InvokeInstruction call -> invoke(call);
      case InvokeDynamicInstruction call -> replace(call.typeSymbol());
      case ConstantInstruction constant -> constant(constant);
      case LoadInstruction load -> push(load.typeKind());
      case StoreInstruction _, MonitorInstruction _ -> pop(1);
      case ArrayLoadInstruction load -> replace(2, load.typeKind());
      case ArrayStoreInstruction _ -> pop(3);
      case FieldInstruction field -> field(field);
      case NewObjectInstruction _ -> push(TypeKind.REFERENCE);
      case NewPrimitiveArrayInstruction _, NewReferenceArrayInstruction _ ->
          replace(1, TypeKind.REFERENCE);
      case NewMultiArrayInstruction array -> replace(array.dimensions(), TypeKind.REFERENCE);
      case TypeCheckInstruction check -> {
        if (check.opcode() == Opcode.INSTANCEOF) {
          replace(1, TypeKind.INT);
        }
      }
      case ConvertInstruction convert -> replace(1, convert.toType());
      case OperatorInstruction operator -> operate(operator);
      case StackInstruction shuffle -> shuffle(shuffle.opcode());
      default -> {
        // Line numbers, local variables and their increments do not touch the stack.
      }
    }
  }

  private void arrive(Label label) {
    List<Constant> branched = expected.get(label);
    if (branched != null) {
      stack = new ArrayList<>(reached ? common(branched, stack) : branched);
    } else if (!reached) {
      stack = new ArrayList<>();
    }
    reached = true;
  }

  private static List<Constant> common(List<Constant> one, List<Constant> other) {
    if (one.size() != other.size()) {
      throw new IllegalStateException("branches meet with different stacks");
    }
    List<Constant> common = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      Constant unknown = one.get(i) instanceof Unknown kind ? kind : Unknown.ONE_WORD;
      common.add(one.get(i).equals(other.get(i)) ? one.get(i) : unknown);
    }
    return common;
  }

  private void branch(BranchInstruction branch) {
    String name = branch.opcode().name();
    if (branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W) {
      leadTo(branch.target());
      reached = false;
    } else {
      pop(name.startsWith("IF_ICMP") || name.startsWith("IF_ACMP") ? 2 : 1);
      leadTo(branch.target());
    }
  }

  private void choose(List<SwitchCase> cases, Label otherwise) {
    pop(1);
    cases.forEach(one -> leadTo(one.target()));
    leadTo(otherwise);
    reached = false;
  }

  private void leadTo(Label label) {
    expected.merge(label, List.copyOf(stack), StackReading::common);
  }

  private void invoke(InvokeInstruction call) {
    int count = call.typeSymbol().parameterCount();
    List<Constant> arguments = List.copyOf(stack.subList(stack.size() - count, stack.size()));
    String owner = call.owner().asInternalName();
    String name = call.name().stringValue();
    calls.accept(new Call(owner, name, arguments));
    replace(call.typeSymbol());
    if (call.opcode() != Opcode.INVOKESTATIC) {
      removeBelow(call.typeSymbol());
    } else if (owner.equals("java/util/Map") && name.equals("of")) {
      stack.set(stack.size() - 1, keys(arguments));
    }
  }

  /** Removes the receiver, which is below the call's result. */
  private void removeBelow(MethodTypeDesc type) {
    boolean answered = TypeKind.from(type.returnType()) != TypeKind.VOID;
    stack.remove(stack.size() - (answered ? 2 : 1));
  }

  private static Constant keys(List<Constant> arguments) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      if (!(arguments.get(i) instanceof Text(String key))) {
        return Unknown.ONE_WORD;
      }
      keys.add(key);
    }
    return new Keys(List.copyOf(keys));
  }

  private void constant(ConstantInstruction constant) {
    if (constant.constantValue() instanceof String text) {
      stack.add(new Text(text));
    } else {
      push(constant.typeKind());
    }
  }

  private void field(FieldInstruction field) {
    TypeKind kind = TypeKind.from(field.typeSymbol());
    switch (field.opcode()) {
      case GETSTATIC -> push(kind);
      case GETFIELD -> replace(1, kind);
      case PUTSTATIC -> pop(1);
      case PUTFIELD -> pop(2);
      default -> throw new IllegalStateException("not a field instruction: " + field);
    }
  }

  private void operate(OperatorInstruction operator) {
    String name = operator.opcode().name();
    boolean unary = name.endsWith("NEG") || name.equals("ARRAYLENGTH");
    boolean comparison = name.contains("CMP");
    replace(unary ? 1 : 2, comparison ? TypeKind.INT : operator.typeKind());
  }

  private void shuffle(Opcode opcode) {
    int last = stack.size() - 1;
    Constant top = stack.get(last);
    boolean wide = top == Unknown.TWO_WORDS;
    switch (opcode) {
      case POP -> pop(1);
      case POP2 -> pop(wide ? 1 : 2);
      case DUP -> stack.add(top);
      case DUP_X1 -> stack.add(last - 1, top);
      case DUP_X2 -> stack.add(last - (stack.get(last - 1) == Unknown.TWO_WORDS ? 1 : 2), top);
      case DUP2 -> stack.addAll(List.copyOf(stack.subList(wide ? last : last - 1, last + 1)));
      case SWAP -> {
        stack.remove(last);
        stack.add(last - 1, top);
      }
      default -> throw new IllegalStateException("javac does not write this: " + opcode);
    }
  }

  private void replace(MethodTypeDesc type) {
    replace(type.parameterCount(), TypeKind.from(type.returnType()));
  }

  private void replace(int count, TypeKind kind) {
    pop(count);
    push(kind);
  }

  private void pop(int count) {
    stack.subList(stack.size() - count, stack.size()).clear();
  }

  private void push(TypeKind kind) {
    if (kind != TypeKind.VOID) {
      stack.add(kind.slotSize() == 2 ? Unknown.TWO_WORDS : Unknown.ONE_WORD);
    }
  }
}
