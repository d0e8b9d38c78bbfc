package dev.holdfast.proof;

import java.util.List;

/** One operation of one session, as data: {@code claim user-7 coupon-0}. Words hold no white space. */
public record Step(String operation, List<String> arguments) {
    public Step {
        arguments = List.copyOf(arguments);
    }

    public static Step of(String operation, String... arguments) {
        return new Step(operation, List.of(arguments));
    }

    public String argument(int index) {
        return arguments.get(index);
    }

    @Override
    public String toString() {
        return arguments.isEmpty() ? operation : operation + " " + String.join(" ", arguments);
    }
}
