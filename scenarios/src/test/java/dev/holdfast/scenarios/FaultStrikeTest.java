package dev.holdfast.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultStrikeTest {
    private static FaultClient named(String name) {
        return new FaultClient() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public DataSource open(FaultTarget target) {
                return target.opening(Duration.ZERO);
            }

            @Override
            public void inTransaction(DataSource dataSource, Work work) throws SQLException {
                throw new SQLException("never asked for");
            }
        };
    }

    @Test
    void aNameThatMakesNoLabelIsRefused() {
        assertThatThrownBy(() -> new FaultStrike(ServerFault.KILL, named("much-too-long")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("much-too-long");
    }

    @Test
    void aPhaseInWhichAFaultMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new FaultStrike(ServerFault.CANCEL, FaultClient.plain(), List.of(FaultPhase.IDLE)))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("cancel");
    }

    @ParameterizedTest
    @EnumSource(ServerFault.class)
    void everyFaultIsPlayedInEachOfItsPhasesAndItsLabelFits(ServerFault fault) {
        FaultStrike strike = new FaultStrike(fault, named("ninechars"));
        assertThat(fault.phases()).isNotEmpty();
        assertThat(fault.answers().keySet()).containsAll(fault.phases());
        assertThat(strike.card().quick().rounds())
                .isGreaterThanOrEqualTo(fault.phases().size());
        assertThat(strike.card().id()).hasSizeLessThanOrEqualTo(36);
    }
}
