package io.mittari.cli;

import io.mittari.nightly.CodeVersion;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command: what all commands share. */
@Command(
        name = MittariCommand.NAME,
        description = "Sales KPIs per rep, segment and quarter, computed nightly on Spark and Delta Lake.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = MittariCommand.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:an error of the machine or the program",
            "2:wrong usage or configuration; nothing was touched",
            "3:the data did not pass a gate; nothing was published, a retry does not help",
            "4:another run holds the warehouse; retry later",
            "5:an input is missing, late or out of reach; nothing was published, retry later"
        },
        footerHeading = "%nOn a cluster:%n",
        footer = {
            "  With SPARK_HOME set, or --master URL, it submits to that Spark. Without, it",
            "  runs on a Spark of its own.",
            "",
            "Environment:",
            "  MITTARI_CONF       configuration; else conf/mittari.conf, for lack of --conf",
            "  MITTARI_MEMORY     memory, such as 8g; else half of the machine's for a run",
            "  MITTARI_JAVA_OPTS  further options of the Java machine",
            "  MITTARI_LOG_DIR    folder of mittari.log; else ~/.local/state/mittari",
            "",
            "Example:",
            "  mittari demo"
        })
final class MittariCommand implements Callable<Integer> {
    static final String NAME = "mittari";

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "On an error, print where in the program it arose.")
    private boolean isVerbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean isHelpWanted;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean isVersionWanted;

    @Spec
    private CommandSpec spec;

    boolean isVerbose() {
        return isVerbose;
    }

    /** Without a command there is nothing to do but to say what there is. */
    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "Give a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The versions of this program and of what it runs on. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "mittari %s (Spark %s, Java %s)"
                        .formatted(
                                CodeVersion.text(),
                                SparkSession.class.getPackage().getImplementationVersion(),
                                Runtime.version().feature())
            };
        }
    }
}
