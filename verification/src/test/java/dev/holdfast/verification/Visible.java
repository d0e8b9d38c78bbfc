package dev.holdfast.verification;

import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;

/** Which declarations code outside their package can reach. */
final class Visible {
    private Visible() {}

    static boolean toOthers(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
