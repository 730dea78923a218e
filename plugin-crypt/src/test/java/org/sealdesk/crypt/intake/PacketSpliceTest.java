package org.sealdesk.crypt.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.octets.Octets;

/** RFC 9580, section 4.2: the ways to write how long a packet is. */
class PacketSpliceTest {

    private static final Octets PACKET = Octets.ofHex("C20199");
    private static final String REST = "CD0141";

    @Test
    void thePacketStandsBehindTheFirstWhateverItsLengthForm() {
        for (String first : List.of(
                "C604" + body(4),
                "C6C000" + body(192),
                "C6C101" + body(192 + 256 + 1),
                "C6FF00000005" + body(5),
                "9804" + body(4),
                "990102" + body(0x102),
                "9A00000006" + body(6))) {
            assertThat(PacketSplice.afterFirst(Octets.ofHex(first + REST), PACKET)
                            .hex())
                    .isEqualTo(first + "C20199" + REST);
        }
    }

    private static String body(int octets) {
        return "00".repeat(octets);
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        for (String wrong : List.of(
                "",
                "C604",
                "C60A" + body(4),
                "C6FFFFFFFFFF" + body(4),
                "9B" + body(9),
                "C6E1" + body(9),
                "0604" + body(4),
                "9AFFFFFFFF" + body(4))) {
            assertThatThrownBy(() -> PacketSplice.afterFirst(Octets.ofHex(wrong), PACKET))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
