/**
 * What a call of {@code prove} leaves behind. A {@link dev.holdfast.cli.report.Run} holds everything that happened;
 * {@link dev.holdfast.cli.report.OutFolder} writes it as {@code results.json}, {@code junit.xml}, {@code metrics.csv} and
 * {@code report.html}, with the plans and the timelines beside them.
 */
@NullMarked
package dev.holdfast.cli.report;

import org.jspecify.annotations.NullMarked;
