package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedRowsTest {

    private static byte[] key(int number) {
        return new KeyOctets(Table.WORD).number(number).toArray();
    }

    private static List<String> texts(Iterable<Map.Entry<byte[], byte[]>> entries) {
        List<String> texts = new ArrayList<>();
        entries.forEach(e -> texts.add(java.util.Arrays.toString(e.getKey()) + e.getValue().length));
        return texts;
    }

    private static List<String> texts(SortedRows rows, byte[] from, byte[] to) {
        List<String> texts = new ArrayList<>();
        rows.rows(from, to).forEachRemaining(r -> texts.add(java.util.Arrays.toString(r.key()) + r.value().length));
        return texts;
    }

    private static SortedRows rows(Map<byte[], byte[]> entries) {
        SortedRows.Edit edit = SortedRows.EMPTY.edit();
        entries.forEach(edit::put);
        return edit.rows();
    }

    @Test
    void behavesAsASortedMapAndOldVersionsStayAsTheyWere() {
        Random random = new Random(3);
        TreeMap<byte[], byte[]> map = new TreeMap<>(Row.ORDER);
        SortedRows.Edit edit = SortedRows.EMPTY.edit();
        SortedRows kept = SortedRows.EMPTY;
        List<String> keptTexts = List.of();
        for (int step = 0; step < 20_000; step++) {
            byte[] key = key(random.nextInt(700));
            if (random.nextInt(5) < 3) {
                byte[] value = new byte[random.nextInt(9)];
                map.put(key, value);
                edit.put(key, value);
            } else {
                map.remove(key);
                edit.remove(key);
            }
            if (step % 1000 == 500) {
                kept = edit.rows();
                edit = random.nextBoolean() ? edit : kept.edit();
                keptTexts = texts(map.entrySet());
            }
            if (step % 97 == 0) {
                SortedRows rows = edit.rows();
                byte[] from = key(random.nextInt(700));
                byte[] to = key(random.nextInt(700));
                if (Row.ORDER.compare(from, to) <= 0) {
                    assertThat(texts(rows, from, to))
                            .isEqualTo(texts(map.subMap(from, to).entrySet()));
                }
                assertThat(rows.find(from).isPresent()).isEqualTo(map.containsKey(from));
            }
        }
        SortedRows rows = edit.rows();
        assertThat(rows.size()).isEqualTo(map.size());
        assertThat(rows.octets()).isEqualTo(rows(map).octets());
        assertThat(texts(rows, new byte[0], View.END)).isEqualTo(texts(map.entrySet()));
        assertThat(texts(kept, new byte[0], View.END)).isEqualTo(keptTexts);
    }

    @Test
    void rowsPutInOrderMakeNoDeepTree() {
        SortedRows.Edit rows = SortedRows.EMPTY.edit();
        for (int i = 0; i < 100_000; i++) {
            rows.put(key(i), Row.NOTHING);
        }
        assertThat(rows.rows().height()).isLessThanOrEqualTo(24);
    }

    @Test
    void newerLayersHideOlderOnesAndWhatIsGoneStaysGone() {
        SortedRows base = rows(Map.of(key(1), new byte[1], key(2), new byte[1], key(3), new byte[1]));
        SortedRows frozen = rows(Map.of(key(1), new byte[2], key(2), Row.gone()));
        SortedRows delta = rows(Map.of(key(1), Row.gone(), key(4), new byte[3]));
        View view = new View(delta, frozen, base, Counts.ZERO);
        List<Integer> lengths = new ArrayList<>();
        view.rows(new byte[0], View.END).forEachRemaining(row -> lengths.add(row.value().length));
        assertThat(lengths).containsExactly(1, 3);
        assertThat(view.contains(key(1))).isFalse();
        assertThat(view.contains(key(2))).isFalse();
        assertThat(view.contains(key(3))).isTrue();
        List<Integer> thawed = new ArrayList<>();
        view.thaw().rows(new byte[0], View.END).forEachRemaining(row -> thawed.add(row.value().length));
        assertThat(thawed).isEqualTo(lengths);
    }
}
