/**
 * The JUnit extension: {@link dev.holdfast.junit.Holdfast} on a class or method gives each test an isolated PostgreSQL
 * database, and fails the test if it left something behind.
 */
@NullMarked
package dev.holdfast.junit;

import org.jspecify.annotations.NullMarked;
