package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Against the loop that anybody would write. */
class OctetSearchTest {

    @Provide
    static Arbitrary<byte[]> octets() {
        Arbitrary<Byte> telling = Arbitraries.of(
                (byte) '\r',
                (byte) '\n',
                (byte) 0,
                (byte) 9,
                (byte) 11,
                (byte) 12,
                (byte) 14,
                (byte) 31,
                (byte) ' ',
                (byte) '-',
                (byte) 'F',
                (byte) 126,
                (byte) 127,
                (byte) 128,
                (byte) 0x8A,
                (byte) 0x8D,
                (byte) 255);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(8, Arbitraries.of((byte) 'a', (byte) '~', (byte) ' ', (byte) '0')),
                        net.jqwik.api.Tuple.of(1, telling))
                .array(byte[].class)
                .ofMaxSize(70);
    }

    @Property(tries = 3000)
    void theFirstLineEndIsFound(@ForAll("octets") byte[] octets, @ForAll @IntRange(max = 70) int start) {
        int from = Math.min(start, octets.length);
        int expected = from;
        while (expected < octets.length && octets[expected] != '\r' && octets[expected] != '\n') {
            expected++;
        }
        assertThat(OctetSearch.lineEnd(octets, from, octets.length)).isEqualTo(expected);
    }

    @Property(tries = 3000)
    void theFirstUnprintableOctetIsFound(@ForAll("octets") byte[] octets, @ForAll @IntRange(max = 70) int start) {
        int from = Math.min(start, octets.length);
        int expected = from;
        while (expected < octets.length && octets[expected] >= ' ') {
            expected++;
        }
        assertThat(OctetSearch.unprintable(octets, from, octets.length)).isEqualTo(expected);
    }

    @Property(tries = 500)
    void nothingIsLookedAtBehindTheEnd(@ForAll("octets") byte[] octets, @ForAll @IntRange(max = 70) int end) {
        int to = Math.min(end, octets.length);
        assertThat(OctetSearch.lineEnd(octets, 0, to)).isLessThanOrEqualTo(to);
        assertThat(OctetSearch.unprintable(octets, 0, to)).isLessThanOrEqualTo(to);
    }
}
