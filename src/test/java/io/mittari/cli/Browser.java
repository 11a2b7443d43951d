package io.mittari.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window and without a network, that looks at pages on disk. */
final class Browser implements AutoCloseable {
    private static final int DESKTOP = 1440;
    private static final int HEIGHT = 900;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** A browser; empty where the machine has no Chromium or no driver for it. */
    static Optional<Browser> start() {
        Optional<Path> chromium = program("chromium");
        Optional<Path> chromeDriver = program("chromedriver");
        if (chromium.isEmpty() || chromeDriver.isEmpty()) {
            return Optional.empty();
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium.get().toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + temporaryFolder());
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver.get().toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        // What the browser's own first page asks for is nobody's business.
        browser.driver.get("about:blank");
        browser.requests();
        return Optional.of(browser);
    }

    /** Opens a page anew, as a person on a wide screen with a light theme. */
    void open(Path page) {
        resize(DESKTOP);
        theme("light");
        driver.get("about:blank");
        driver.get(page.toUri().toString());
    }

    /** Another width of the window, in pixels; narrow ones are a phone's. */
    void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < DESKTOP));
    }

    /** What the person prefers: {@code light} or {@code dark}. */
    void theme(String name) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    /** A PDF of the page, in Base64. */
    String print() {
        return (String) driver.executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true))
                .get("data");
    }

    /** Follows the link to a section of the page. */
    void section(String name) {
        follow("nav a[href='#" + name + "']", name);
    }

    /** Follows a link that leads to a section, or into it. */
    void follow(String selector, String section) {
        find(selector).click();
        await(() -> !all("nav a[href='#%s'][aria-current]".formatted(section)).isEmpty());
    }

    /** Waits until the page is so: charts are drawn in the frame after. */
    void await(BooleanSupplier isSo) {
        new WebDriverWait(driver, PATIENCE).until(page -> isSo.getAsBoolean());
    }

    void choose(String filter, String option) {
        new Select(find("#" + filter)).selectByVisibleText(option);
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String title() {
        return driver.getTitle();
    }

    /** What a script comes to, whose return value is a number or text. */
    Object evaluate(String script) {
        return driver.executeScript("return " + script);
    }

    /** What the page has complained of since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What was asked of disk or network since the last call, each with its address. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .map(message -> message.replaceFirst("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("mittari-browser");
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
