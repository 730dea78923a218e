package org.sealdesk.api.mail;

import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Text;

/**
 * What would happen for one recipient.
 *
 * @param canEncrypt whether a usable certificate is at hand
 * @param code {@code ok}, or a problem code such as {@code key.missing} or {@code key.expired}
 * @param reason one sentence that names the address: which certificate is used, or why none can be
 * @param fingerprint of the certificate that would be used, hexadecimal
 */
public record RecipientPlan(
        String address,
        boolean canEncrypt,
        String code,
        Text reason,
        Optional<String> fingerprint,
        Technology technology,
        List<Fix> fixes) {

    public RecipientPlan {
        fixes = List.copyOf(fixes);
    }
}
