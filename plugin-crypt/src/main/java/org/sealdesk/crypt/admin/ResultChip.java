package org.sealdesk.crypt.admin;

import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.text.Texts;

/** What became of something that was to be taken. */
final class ResultChip {

    private ResultChip() {}

    static Chip of(ItemResult result, Texts texts) {
        Text label = texts.of("import.result." + result.code());
        return switch (result) {
            case ADDED, UPDATED -> new Chip(label, Tone.GOOD, "check");
            case UNCHANGED -> new Chip(label, Tone.MUTED, "check");
            case WAITING -> new Chip(label, Tone.WARN, "clock");
            case FAILED -> new Chip(label, Tone.STOP, "cross");
        };
    }
}
