package dev.holdfast.proof;

import dev.holdfast.core.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a scenario is: its id, the claim it tries to refute, where it comes from, its invariants, the witnesses it
 * demands, the SQLSTATEs that it declares as possible, and its two forms.
 */
public record Card(
        String id,
        String claim,
        String source,
        List<String> tags,
        List<Invariant> invariants,
        List<Witness> witnesses,
        Set<SqlState> declared,
        Form quick,
        Form longForm) {

    public Card {
        tags = List.copyOf(tags);
        invariants = List.copyOf(invariants);
        witnesses = List.copyOf(witnesses);
        declared = Set.copyOf(declared);
        if (invariants.isEmpty() || witnesses.isEmpty()) {
            throw new IllegalArgumentException(id + ": a scenario without an invariant or a witness proves nothing");
        }
    }

    /** The card of a trial with other than the usual number of sessions, for which the witnesses' minimums are made. */
    public Card playedBy(int sessions, Form usual) {
        List<Witness> demanded = witnesses.stream()
                .map(witness -> witness.scaled(sessions, usual.sessions()))
                .toList();
        return new Card(id, claim, source, tags, invariants, demanded, declared, quick, longForm);
    }

    public static Builder of(String id) {
        return new Builder(id);
    }

    /** Names the parts of a card. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private String claim = "";
        private String source = "";
        private final List<String> tags = new ArrayList<>();
        private final List<Invariant> invariants = new ArrayList<>();
        private final List<Witness> witnesses = new ArrayList<>();
        private final Set<SqlState> declared = new LinkedHashSet<>();

        private Builder(String id) {
            this.id = id;
        }

        /** The sentence that the scenario would disprove. */
        public Builder claim(String sentence) {
            claim = sentence;
            return this;
        }

        /** Where the scenario comes from: a document, a bug report, a story. */
        public Builder source(String text) {
            source = text;
            return this;
        }

        public Builder tags(String... names) {
            tags.addAll(List.of(names));
            return this;
        }

        public Builder invariant(String invariantId, String sentence) {
            invariants.add(new Invariant(invariantId, sentence));
            return this;
        }

        public Builder witness(Witness witness) {
            witnesses.add(witness);
            return this;
        }

        /** SQLSTATEs that may occur; any other makes the verdict unknown. */
        public Builder declares(SqlState... states) {
            declared.addAll(List.of(states));
            return this;
        }

        public Card forms(Form quick, Form longForm) {
            return new Card(id, claim, source, tags, invariants, witnesses, declared, quick, longForm);
        }
    }
}
