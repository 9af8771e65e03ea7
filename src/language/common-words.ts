/**
 * Ordinary English words that lie within a typing error of a word of the grammar. They are known first, so that
 * "imported" is not read as "exported" nor "detailed" as "retained". Shorter words are never corrected.
 */
export const commonWords: readonly string[] = `
aback aborning about above access accesses account accounts acknowledger acknowledges activate actively
actives activex admin admins adorning after afternoons ailed ailing always another aprils attained attaining
attention attentions augusta augustan auguster augustly augusts augustus automaker automat automata
automated automates automatic automatise automatize automaton autosave availing avenging awarding backbend
backer backs backus bailed bailing baked balked banished banishes banked barked barning barrings basked
batch batched batchers batches batching batchings beams bears because becked before below bestowed bestowing
betweens beveling bight bitching bites black blacked blocked blows bocked bolder botching boulders bower
branning brown brunting bucked burnings butching calendar carnying carvings catch catchers catches catching
caviling chads change changed changes channel channels chant chants chaos chaps chars charts cheat cheats
chits cites coats colder compacted compeered compelled compered comperes compete competed competes
complected completely completer completest completist completive complexed complexer complexes complexest
complied complies comported composted compotes computed computes congaing contact contacts corning correctly
could couplets cower crackups create created creates cremains croup croups cunning cunnings currency
currents customer customers daily danishes darlings darning dates dears debating debiting debuting deceiver
decembers deescalate deescalates deescalating deescalation defaults defeated defeating defected defecting
defection defections deflated deflates deflating deflation deflations deflected deflecting deflection
deflections deflexed dejected dejecting dejection dejections delaying delegate delegated delegates
delegating delegation delegations deleter delinted delinting deluding deluging delusion delusions demented
demoting demotion demotions denoting denotion denotions deplete depleted depletes depleting depletion
depletions deploy deployed deport deported deporting deports deputing deserted deserting desertion
desertions desexing detailed detailing detain detained detainee detainer detaining detains detected
detecting detentes detention detentions detested detesting device devices devoting devotion devotions
dilating dilation dilations diluting dilution dilutions disable disabled discard discover disks display
displays distance ditching document documents domain domains dower download downloads drays drive drives
duchesses dunning dusty dwarfing earlier early earning earnings earrings eight elations electing election
elections emailing emending encage engaged engages engine english enrage errol error escalade escalades
escalated escalator escalators escalope escapade escapades escorted escorting evenings evensong eventing
everting every everybody everyone evincing exactly excavate excavates excavating excavation excavations
excepted exceptional excepts excerpt excerpts exchanged exchanger exchangers exchanges excretion excretions
execution executions exemption exemptions exerting exertion exertions exhalation exhalations exhort exhorted
exhorter exhorting exhorts expect expected expecting expects expert experted experting experts expiated
expiating expiring exploited exploiting exploits explored explores exploring exporter exporters exposing
exposited extort extorted extorter extorting extorts eyeleted eyeleting fabled fabling failingly failings
failover fainting faired fairing fairings fairlead fairs faithing falling falls famished famishes farmings
faster fatling faulting faulty fears feilding felder festered festering fetching fetishes fevering fielders
fiendish fight filed files filing finessed finesses finis finises finisher finishers finnish first fissures
flail flailed flailing flails flaws fleeting flews floes flogs flops floss flown fodder fodders foiled
foiling foils folded folder folders folgers fonder forgoing founders fours frail frails frilling furnished
furnishes gainings gears geeks gestured gestures gesturing ghats gites glows gmail golder gower great green
grinning groupers groupies groupset grout grouts grownups grunting gunning hacked hailed hailing hammer
harpings hatch hatched hatches hatchets hatching hatchings hatchling hears hectored hectoring helmeted
helmeting hight hitching hoers holder holders horning horse horus houris hourly house impartial impartially
import imported importing imports inbox incidence incidences incidental incidentals incipient inclining
inclosing include included includes including incorrectly increase indeed index indigent indigents inform
information insert inside install installed instance instead intruding invalid issued issuer issuers items
jacked jailed jailing jammer jarrings jetports julys junee junes kites knight knowledge kuenning lacked
lapps larch large larger largest latch latched latches latchets latching later latest learning learnings
lease leavening leeks leveling levering libraries library licence license licenses lifeline lifelines light
lites livening locked longeing longer longest longline lours lower maids mailboat mailboats mailbomb
mailbombs mailed mailing mailings maims malls marching marci marco marcy maritally markings marls marsh
martial martially martials martians match matched matchers matches matching mauls maybe mcknight meeting
meetings mentored mentoring message messages microdot microvolt midnights miens might minas mince minds
mines minis minks minos minsk minsters mints minuet minuets minuses minutest minutiae mirrored missing
missuses mites moaning moils molder molders monte monthly monto monty mooning mornings morphing mostly moths
moulders mounding mounting mourning mournings mouse mouth mouths moved mower nailed nailing natch nears
network never newer newest nightly nights nonetheless nonsense noondays noons normal normally north notching
nothing novembers object objects obtained obtaining obtention octobers officer officers offices often okays
older oldest oncoming ongoings orange other others outdrive outdrives outgoing overdrive overdrives
overflight overmighty overnighted overnighter overnights oversight oversights overweight packed palatial
palatially parch parching parsifal parsings partialism partiality partials particle particles partings
partisan partisans party pastored pastoring patch patched patchers patches patching pears peeks pelleted
pelleting people perception perceptions perhaps person pertained pertaining pertains pertly pestered
pestering petain pince pipeline pipelines pitching planner pleas please pleased pleaser pleases pleasure
plows poker poler policies policy portly poser pours powder power powers precious pretension pretensions
pretentious prevention preventions previews previously prioress probably programs progressed progresses
projected projector projects properly prospect protect protects prowlers pubic publican publicly publics
punished punishes punning purple quailing quick quiets quilt quint quirt quite racked railed railing
railings ranching rapports ratchets ravening reactive really reams rears reattain reattained reattaining
reattains recension recent recently reclined reclining rectories recurrently redlining reeks reengage
reescalate reexport reexported reexporting reexports refection refining refinish refinished refinishes
refrained refraining refrains regain regained regaining regains region regions regroups reissues reiteration
reiterations rejection rejections rejoined rejoining relate related relating relation relations relented
relenting relining remain remained remaining remains remember remove removed repainted repainting repaints
repaired repairing repining repleted repletes repleting repletion report reported reporter reporters
reporting reports repost reposts republic rerunning resection resections reshining reshoeing reshowing
resining resoling resonation resorbed resorbing resorption resort resorted resorting resorts resowing
respiration respirations respired respires respiring restart restarted restarting restarts restated restates
restating restocked restocking restocks restorative restoratives restorer restorers restrain restrained
restraining restrains restring restrings restrung restyled restyles restyling retail retailed retailer
retailing retails retainer retainers retaking retarded retarding retching retentive rethinking rethinks
retort retorted retorting retorts retrain retrained retraining retrains retsinas retuning returned returning
reveling revenging revering right rites rostered rostering rounding rower ruining sacked sailed sailing
sailings satchels sates scare scolders scorning seams seaports sears second sectored sectoring seeks select
selected selecting selection selections septa septembers server servers severing shade shake shale shame
shane shape shard share shared sharer shares shari sharing shark sharp sharpe shave shire shore short
shorter should shunning sideline sidelines sides sight simply sines singe sires sises sited sixes sizes
skite skites sleeting slept slower slows small smaller smite smites smolders snailing snare snatched
snatches snatching solder solders soldiers someone something sours south sower space spaces spare spatially
speed spite spites sporting staining stare steams sties storage store stored stores stuccoed stunning
succeeder successor successors succored suckered suite suites sundae sundaes sundials sundry sunning
surceases surely swanning swarming swatch swatches swathing swept switched switches switching system tacked
tailbones tailed tailing tailings tangoing tannings tartly teaks teals teats teems teeth telethon telethons
telexing tenant tenants terms terror terrors thank thatched thatches thatching their there these thing
things think third those thread three thuds thugs tight timberline timelier timeliest timeliness times
tissue tissues toady toddy tomorrows tonguing tower tractive trailing trams trice trues trunking tubes tunes
turnings tuxes twine twitched twitches twitching under undone unhitched unhitching unknown unlatch unlatched
unlatches unlatching unless unlocked unmatched unpatched until untitled unwashed unwatered update updated
upload uploaded uploads urgently users usually valeting vanished vanishes vault vaults vectored vectoring
velveted version versions vestured vestures vesturing vince vivas volume wailed wailing wakening waning
warbling warding waring warming warmings warning warningly warping warring washings watchdog watcher
watchers watchlists watchmen water watering waxwings weakened wearings wears wearying wedges weeds weekdays
weekended weekender weekends weekly weens weeps welching wenching whare where while white whiteout widnes
wight wince winching winnings witch witched witches witching wordings workings world would wretched wretches
write written wrote yacked yammered yammerer yammers yarning yeahs yearly yearning yearnings yearns yeats
yellow yesterdays yours
thats agent agents worker workers workload workloads parent parents chart charts timezone timezones
demanding rebidding rebind rebinding rebinds reindeer rekindling rejoinder rejoinders relinking remainder remainders remand
refunding remanded remanding remands reminded remitting remixing resending rescinding rescinds residing rewind rewinding rewinds
`
  .trim()
  .split(/\s+/);
