package dev.holdfast.coupons;

import java.io.Serial;

/** What the service has decided against, with the answer that says so. What was written for it is rolled back. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private Refusal(Answer answer) {
        super(answer.toString(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    static Refusal of(int status, String type, String detail) {
        return new Refusal(Answer.problem(status, type, detail));
    }

    static Refusal invalid(String detail) {
        return of(400, "invalid", detail);
    }

    static Refusal with(Answer answer) {
        return new Refusal(answer);
    }
}
