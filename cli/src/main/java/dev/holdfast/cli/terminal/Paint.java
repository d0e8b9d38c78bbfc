package dev.holdfast.cli.terminal;

import dev.holdfast.proof.Verdict;

/** Colours on a terminal that has them. They only repeat what the words say. */
record Paint(boolean colored) {
    String of(Verdict verdict, String text) {
        return switch (verdict) {
            case Verdict.Holds holds -> paint("32", text);
            case Verdict.Violated violated -> red(text);
            case Verdict.Unknown unknown -> paint("33", text);
            case Verdict.NotApplicable absent -> paint("2", text);
        };
    }

    String red(String text) {
        return paint("1;31", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
