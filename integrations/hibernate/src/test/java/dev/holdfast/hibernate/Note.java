package dev.holdfast.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Something that a tenant wrote down. */
@Entity
class Note {
    @Id
    private long id;

    private String text = "";

    protected Note() {}

    Note(long id, String text) {
        this.id = id;
        this.text = text;
    }

    long id() {
        return id;
    }

    String text() {
        return text;
    }
}
