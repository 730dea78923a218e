package org.sealdesk.crypt.message;

import java.util.List;
import org.sealdesk.crypt.key.StoredCertificate;

/** Which certificate is used for an address and a purpose, or why none can be, and why the others are not. */
public sealed interface CertificateChoice {

    /** {@code ok} or a problem code. */
    String code();

    /** Those that are not used, the best first. */
    List<Passed> others();

    /** @param why compared with those among the others that would have done */
    record Chosen(StoredCertificate stored, Why why, List<Passed> others) implements CertificateChoice {
        public Chosen {
            others = List.copyOf(others);
        }

        @Override
        public String code() {
            return "ok";
        }

        /** How many would have done. */
        public long candidates() {
            return 1 + others.stream().filter(Passed::isUsable).count();
        }
    }

    /**
     * @param code {@code key.missing}, or the code of the certificate that came closest
     * @param reason names certificate, rule and values, in English
     */
    record None(String code, String reason, List<Passed> others) implements CertificateChoice {
        public None {
            others = List.copyOf(others);
        }

        None(String code, String reason) {
            this(code, reason, List.of());
        }
    }

    /**
     * One that is not used.
     *
     * @param code {@link #LESS_TRUSTED}, {@link #OLDER}, {@link #EQUAL}, or the problem that makes it unusable
     * @param reason names certificate, rule and values, in English
     */
    record Passed(StoredCertificate stored, String code, String reason) {

        public static final String LESS_TRUSTED = "choice.less-trusted";
        public static final String OLDER = "choice.older";
        public static final String EQUAL = "choice.equal";

        public boolean isUsable() {
            return code.startsWith("choice.");
        }
    }

    /** What made the difference. */
    enum Why {
        /** No other one would do. */
        ONLY,
        MOST_TRUSTED,
        NEWEST,
        /** As trusted and as new as another one: the smaller fingerprint, so that it is always the same. */
        SETTLED
    }
}
